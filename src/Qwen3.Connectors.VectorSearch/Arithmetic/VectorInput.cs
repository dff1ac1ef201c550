using System.Numerics.Tensors;

namespace Qwen3.Connectors.VectorSearch.Arithmetic;

/// <summary>Vectors of callers, checked.</summary>
internal static class VectorInput
{
    /// <summary>Vectors that are finite and alike in width.</summary>
    /// <param name="vectors">The vectors; enumerated once.</param>
    /// <param name="dimensions">The width; null for that of the first.</param>
    /// <param name="parameterName">What the caller called them.</param>
    /// <returns><c>[vectors][dimensions]</c>, not copied.</returns>
    public static List<ReadOnlyMemory<float>> Check(IEnumerable<ReadOnlyMemory<float>> vectors, int? dimensions, string parameterName)
    {
        var list = vectors.ToList();
        for (var i = 0; i < list.Count; i++)
        {
            CheckWidth(list[i].Span, dimensions ?? list[0].Length, i, parameterName);
            CheckFinite(list[i].Span, i, parameterName);
        }

        return list;
    }

    /// <summary>The direction of a vector.</summary>
    /// <param name="vector"><c>[dimensions]</c>.</param>
    /// <param name="dimensions">The width it must have.</param>
    /// <param name="index">Which of the caller's vectors it is.</param>
    /// <param name="parameterName">What the caller called them.</param>
    /// <returns><c>[dimensions]</c> of norm one.</returns>
    public static float[] Unit(ReadOnlySpan<float> vector, int dimensions, int index, string parameterName)
    {
        CheckWidth(vector, dimensions, index, parameterName);
        CheckFinite(vector, index, parameterName);
        return Cut(vector, dimensions, index, parameterName);
    }

    /// <summary>The direction of the first values of a finite vector.</summary>
    /// <param name="vector"><c>[dimensions or more]</c>.</param>
    /// <param name="dimensions">Values to keep.</param>
    /// <param name="index">Which of the caller's vectors it is.</param>
    /// <param name="parameterName">What the caller called them.</param>
    /// <returns><c>[dimensions]</c> of norm one.</returns>
    public static float[] Cut(ReadOnlySpan<float> vector, int dimensions, int index, string parameterName) => MatryoshkaVector.CutAndNormalize(vector, dimensions)
        ?? throw new ArgumentException($"The first {dimensions} values of vector {index} are all zero; a vector with a direction was expected.", parameterName);

    private static void CheckWidth(ReadOnlySpan<float> vector, int dimensions, int index, string parameterName)
    {
        if (vector.Length != dimensions || dimensions == 0)
        {
            throw new ArgumentException($"Vector {index} has {vector.Length} values; {(dimensions == 0 ? "at least 1" : dimensions)} were expected.", parameterName);
        }
    }

    private static void CheckFinite(ReadOnlySpan<float> vector, int index, string parameterName)
    {
        if (!TensorPrimitives.IsFiniteAll(vector))
        {
            throw new ArgumentException($"Vector {index} has a value that is not finite; finite numbers were expected.", parameterName);
        }
    }
}
