using System.Globalization;
using System.Numerics.Tensors;
using Qwen3.Connectors.VectorSearch.Arithmetic;

namespace Qwen3.Connectors.VectorSearch;

/// <summary>The range of values per dimension that 8-bit codes divide into 256 steps. Immutable and safe for concurrent use.</summary>
/// <remarks>Store the ranges with the codes: codes can be decoded, and compared, only with the ranges that they were made with.</remarks>
public sealed class QuantizationRanges
{
    /// <summary>Creates ranges from stored values.</summary>
    /// <param name="minimum"><c>[dimensions]</c>; copied.</param>
    /// <param name="maximum"><c>[dimensions]</c>, not below the minimum in any dimension; copied.</param>
    /// <exception cref="ArgumentException">
    /// The widths differ or are 0, a value is not finite, or a maximum is below its minimum.
    /// </exception>
    public QuantizationRanges(ReadOnlySpan<float> minimum, ReadOnlySpan<float> maximum)
    {
        if (minimum.Length != maximum.Length || minimum.IsEmpty)
        {
            throw new ArgumentException(
                $"{minimum.Length} minima and {maximum.Length} maxima were given; equal numbers, and at least 1, were expected.",
                nameof(maximum));
        }

        for (var i = 0; i < minimum.Length; i++)
        {
            if (!float.IsFinite(maximum[i] - minimum[i]) || maximum[i] < minimum[i])
            {
                var range = string.Create(CultureInfo.InvariantCulture, $"{minimum[i]} to {maximum[i]}");
                throw new ArgumentException(
                    $"The range of dimension {i} is {range}; finite numbers in ascending order were expected.", nameof(maximum));
            }
        }

        var step = new float[minimum.Length];
        TensorPrimitives.Subtract(maximum, minimum, step);
        TensorPrimitives.Divide(step, 255f, step);
        Minimum = minimum.ToArray();
        Maximum = maximum.ToArray();
        Step = step;
    }

    /// <summary>Gets the number of values of a vector.</summary>
    public int Dimensions => Minimum.Length;

    /// <summary>Gets the lowest value of each dimension, <c>[dimensions]</c>.</summary>
    public ReadOnlyMemory<float> Minimum { get; }

    /// <summary>Gets the highest value of each dimension, <c>[dimensions]</c>.</summary>
    public ReadOnlyMemory<float> Maximum { get; }

    /// <summary>The difference between two adjacent codes, a 255th of the range, <c>[dimensions]</c>.</summary>
    internal ReadOnlyMemory<float> Step { get; }

    /// <summary>
    /// Takes the ranges from typical vectors. Use some hundred or more: later values outside the range are clamped to it.
    /// </summary>
    /// <param name="vectors"><c>[vectors][dimensions]</c>, truncated and normalised as the vectors to quantise; enumerated once.</param>
    /// <returns>The lowest and the highest value of each dimension.</returns>
    /// <exception cref="ArgumentException">
    /// There are no vectors, the widths differ, or a value is not finite; the message names the vector.
    /// </exception>
    public static QuantizationRanges Calibrate(IEnumerable<ReadOnlyMemory<float>> vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        var list = VectorInput.Check(vectors, null, nameof(vectors));
        if (list.Count == 0)
        {
            throw new ArgumentException(
                "There are no vectors to calibrate on; at least 1 was expected, and some hundred are advised.", nameof(vectors));
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
