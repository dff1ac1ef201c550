using System.Numerics.Tensors;
using Qwen3.Connectors.VectorSearch.Arithmetic;

namespace Qwen3.Connectors.VectorSearch;

/// <summary>The range that the 256 codes of an 8-bit vector divide, for each dimension. Immutable, safe for concurrent use.</summary>
/// <remarks>Keep the ranges with the vectors: codes mean nothing without them, and those of other ranges can't be compared.</remarks>
public sealed class QuantizationRanges
{
    /// <summary>Creates ranges that are known.</summary>
    /// <param name="minimum"><c>[dimensions]</c>; copied.</param>
    /// <param name="maximum"><c>[dimensions]</c>, nowhere below the minimum; copied.</param>
    /// <exception cref="ArgumentException">They differ in width, are empty or not finite, or a maximum is below its minimum.</exception>
    public QuantizationRanges(ReadOnlySpan<float> minimum, ReadOnlySpan<float> maximum)
    {
        if (minimum.Length != maximum.Length || minimum.IsEmpty)
        {
            throw new ArgumentException($"There are {minimum.Length} minima and {maximum.Length} maxima; as many of both, and at least 1, were expected.", nameof(maximum));
        }

        for (var i = 0; i < minimum.Length; i++)
        {
            if (!float.IsFinite(maximum[i] - minimum[i]) || maximum[i] < minimum[i])
            {
                throw new ArgumentException($"The range of dimension {i} is {minimum[i]} to {maximum[i]}; finite numbers in rising order were expected.", nameof(maximum));
            }
        }

        var step = new float[minimum.Length];
        TensorPrimitives.Subtract(maximum, minimum, step);
        TensorPrimitives.Divide(step, 255f, step);
        Minimum = minimum.ToArray();
        Maximum = maximum.ToArray();
        Step = step;
    }

    /// <summary>Values of a vector.</summary>
    public int Dimensions => Minimum.Length;

    /// <summary>The lowest values: <c>[dimensions]</c>.</summary>
    public ReadOnlyMemory<float> Minimum { get; }

    /// <summary>The highest values: <c>[dimensions]</c>.</summary>
    public ReadOnlyMemory<float> Maximum { get; }

    /// <summary>From one code to the next: <c>[dimensions]</c>, a 255th of the range.</summary>
    internal ReadOnlyMemory<float> Step { get; }

    /// <summary>The least and the greatest value of each dimension in typical vectors; some hundred or more, as later values outside are cut to the range.</summary>
    /// <param name="vectors"><c>[vectors][dimensions]</c>, as they will be quantised; enumerated once.</param>
    /// <exception cref="ArgumentException">There are none, they differ in width, or a value is not finite; the message names the vector.</exception>
    public static QuantizationRanges Calibrate(IEnumerable<ReadOnlyMemory<float>> vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        var list = VectorInput.Check(vectors, null, nameof(vectors));
        if (list.Count == 0)
        {
            throw new ArgumentException("There are no vectors to calibrate on; some hundred were expected.", nameof(vectors));
        }

        var minimum = list[0].ToArray();
        var maximum = list[0].ToArray();
        foreach (var vector in list)
        {
            TensorPrimitives.Min(minimum, vector.Span, minimum);
            TensorPrimitives.Max(maximum, vector.Span, maximum);
        }

        return new QuantizationRanges(minimum, maximum);
    }
}
