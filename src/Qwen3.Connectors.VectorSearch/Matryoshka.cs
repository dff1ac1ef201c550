using Qwen3.Connectors.VectorSearch.Arithmetic;

namespace Qwen3.Connectors.VectorSearch;

/// <summary>
/// Truncates vectors of full width: models with Matryoshka representation learning (MRL), such as Qwen3-Embedding, are trained to have
/// most of a text's meaning in the first values (Matryoshka representation learning). Safe for concurrent use.
/// </summary>
public static class Matryoshka
{
    /// <summary>The first values of a vector, divided by their norm.</summary>
    /// <param name="vector"><c>[width]</c>; of any norm but zero.</param>
    /// <param name="dimensions">Values to keep; 1 to the width. The models are trained for 32 and more.</param>
    /// <returns><c>[dimensions]</c> of norm one.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The vector has fewer values, or none are to be kept.</exception>
    /// <exception cref="ArgumentException">A value is not finite, or those to keep are all zero.</exception>
    public static float[] Truncate(ReadOnlySpan<float> vector, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, vector.Length);
        return MatryoshkaVector.CutAndNormalize(vector, dimensions)
            ?? throw new ArgumentException($"The vector has a value that is not finite, or its first {dimensions} are all zero; a vector with a direction was expected.", nameof(vector));
    }
}
