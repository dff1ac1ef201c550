using System.Runtime.InteropServices;
using Qwen3.Connectors.VectorSearch.Arithmetic;
using Qwen3.Connectors.VectorSearch.Rows;
using Qwen3.Connectors.VectorSearch.Scans;

namespace Qwen3.Connectors.VectorSearch;

/// <summary>
/// Computes similarities of all pairs of queries and documents. Safe for concurrent use; results do not depend on the number of cores.
/// </summary>
/// <remarks>To find the best of many documents use a <see cref="VectorIndex"/>, which stores only the best scores.</remarks>
public static class VectorSimilarity
{
    /// <summary>Computes the dot product of every query and every document; for vectors of norm one it is the cosine.</summary>
    /// <param name="queries"><c>[queries][dimensions]</c>; enumerated once.</param>
    /// <param name="documents"><c>[documents][dimensions]</c>; enumerated once.</param>
    /// <returns><c>[queries x documents]</c>.</returns>
    /// <exception cref="ArgumentException">
    /// A vector has another number of dimensions than the others, or a value that is not finite; the message names it.
    /// </exception>
    public static float[,] DotMatrix(IEnumerable<ReadOnlyMemory<float>> queries, IEnumerable<ReadOnlyMemory<float>> documents) =>
        Matrix(queries, documents, static (vector, _, _) => vector.ToArray());

    /// <summary>Computes the cosine of every query and every document.</summary>
    /// <param name="queries"><c>[queries][dimensions]</c>; enumerated once.</param>
    /// <param name="documents"><c>[documents][dimensions]</c>; enumerated once.</param>
    /// <returns><c>[queries x documents]</c>, each -1 to 1 (rounding may exceed the range in the last digit).</returns>
    /// <exception cref="ArgumentException">
    /// A vector has another number of dimensions than the others, a value that is not finite, or only zeros; the message names it.
    /// </exception>
    public static float[,] CosineMatrix(IEnumerable<ReadOnlyMemory<float>> queries, IEnumerable<ReadOnlyMemory<float>> documents) =>
        Matrix(queries, documents, static (vector, index, name) => VectorInput.Truncate(vector.Span, vector.Length, index, name));

    private static float[,] Matrix(
        IEnumerable<ReadOnlyMemory<float>> queries,
        IEnumerable<ReadOnlyMemory<float>> documents,
        Func<ReadOnlyMemory<float>, int, string, float[]> prepare)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(documents);
        var queryList = VectorInput.Check(queries, null, nameof(queries));
        var documentList = VectorInput.Check(documents, queryList.Count > 0 ? queryList[0].Length : null, nameof(documents));
        var result = new float[queryList.Count, documentList.Count];
        if (result.Length == 0)
        {
            return result;
        }

        var rows = new FloatRows(documentList[0].Length, documentList.Count);
        for (var i = 0; i < documentList.Count; i++)
        {
            rows.Write(i, prepare(documentList[i], i, nameof(documents)));
        }

        var scan = rows.Prepare([.. queryList.Select((query, i) => prepare(query, i, nameof(queries)))]);
        ParallelScan.Visit(
            scan,
            documentList.Count,
            Environment.ProcessorCount,
            (_, query, firstRow, scores) => scores.CopyTo(MemoryMarshal.CreateSpan(ref result[query, firstRow], scores.Length)),
            CancellationToken.None);
        return result;
    }
}
