using Qwen3.Connectors.VectorSearch.Arithmetic;

namespace Qwen3.Connectors.VectorSearch;

/// <summary>
/// Truncates vectors of models that were trained with Matryoshka representation learning (MRL), which puts most of the meaning into the
/// first values.
/// Safe for concurrent use.
/// </summary>
public static class Matryoshka
{
    /// <summary>Returns the first values of a vector, divided by their norm.</summary>
    /// <param name="vector"><c>[width]</c>, of any norm but zero.</param>
    /// <param name="dimensions">Values to keep, 1 to the width. Models are commonly trained for 32 and more.</param>
    /// <returns><c>[dimensions]</c> of norm one.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimensions"/> is below 1 or above the width.</exception>
    /// <exception cref="ArgumentException">A value is not finite, or all values to keep are zero.</exception>
    public static float[] Truncate(ReadOnlySpan<float> vector, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, vector.Length);
        return MatryoshkaVector.TruncateAndNormalize(vector, dimensions)
            ?? throw new ArgumentException(
                $"The vector has a value that is not finite, or its first {dimensions} values are all zero; "
                + "finite values with a norm above 0 were expected.",
                nameof(vector));
    }
}
