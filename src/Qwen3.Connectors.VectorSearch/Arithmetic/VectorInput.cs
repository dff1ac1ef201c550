using System.Numerics.Tensors;

namespace Qwen3.Connectors.VectorSearch.Arithmetic;

/// <summary>Validates vectors of callers.</summary>
internal static class VectorInput
{
    /// <summary>Checks that vectors are finite and of one width.</summary>
    /// <param name="vectors">The vectors; enumerated once.</param>
    /// <param name="dimensions">The expected width; null for that of the first.</param>
    /// <param name="parameterName">The parameter of the public method.</param>
    /// <returns><c>[vectors][dimensions]</c>; values are not copied.</returns>
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

    /// <summary>Checks a vector and divides it by its norm.</summary>
    /// <param name="vector"><c>[dimensions]</c>.</param>
    /// <param name="dimensions">The expected width.</param>
    /// <param name="index">The number of the vector in the call, for messages.</param>
    /// <param name="parameterName">The parameter of the public method.</param>
    /// <returns><c>[dimensions]</c> of norm one.</returns>
    public static float[] Unit(ReadOnlySpan<float> vector, int dimensions, int index, string parameterName)
    {
        CheckWidth(vector, dimensions, index, parameterName);
        CheckFinite(vector, index, parameterName);
        return Truncate(vector, dimensions, index, parameterName);
    }

    /// <summary>Truncates a finite vector and divides it by its norm.</summary>
    /// <param name="vector"><c>[dimensions or more]</c>.</param>
    /// <param name="dimensions">Values to keep.</param>
    /// <param name="index">The number of the vector in the call, for messages.</param>
    /// <param name="parameterName">The parameter of the public method.</param>
    /// <returns><c>[dimensions]</c> of norm one.</returns>
    public static float[] Truncate(ReadOnlySpan<float> vector, int dimensions, int index, string parameterName) =>
        MatryoshkaVector.TruncateAndNormalize(vector, dimensions)
        ?? throw new ArgumentException(
            $"The first {dimensions} values of vector {index} are all zero; a vector with a norm above 0 was expected.", parameterName);

    private static void CheckWidth(ReadOnlySpan<float> vector, int dimensions, int index, string parameterName)
    {
        if (vector.Length != dimensions || dimensions == 0)
        {
            var expected = dimensions == 0 ? "at least 1" : $"{dimensions}";
            throw new ArgumentException($"Vector {index} has {vector.Length} values; {expected} were expected.", parameterName);
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
