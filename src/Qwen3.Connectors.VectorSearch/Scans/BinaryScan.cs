using System.Numerics;
using System.Runtime.CompilerServices;

namespace Qwen3.Connectors.VectorSearch.Scans;

/// <summary>Scores the signs of queries against the signs of rows.</summary>
/// <param name="queries"><c>[queryCount x words]</c>.</param>
/// <param name="queryCount">Queries.</param>
/// <param name="rows"><c>[rows x words]</c>.</param>
/// <param name="words">64-bit words per row.</param>
/// <param name="dimensions">Used bits per row.</param>
internal sealed class BinaryScan(ulong[] queries, int queryCount, ulong[] rows, int words, int dimensions)
    : VectorScan(queryCount, words * sizeof(ulong))
{
    /// <summary>The dot product of two vectors of signs of norm one: <c>1 - 2 distance / dimensions</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Score(int firstQuery, int groupSize, int firstRow, int rowCount, Span<float> scores)
    {
        var scale = 2f / dimensions;
        for (var query = firstQuery; query < firstQuery + groupSize; query++)
        {
            var bits = queries.AsSpan(query * words, words);
            var destination = scores.Slice((query - firstQuery) * rowCount, rowCount);
            for (var row = 0; row < rowCount; row++)
            {
                destination[row] = 1 - (scale * Distance(rows.AsSpan((firstRow + row) * words, words), bits));
            }
        }
    }

    // A row is a few words, for which calling TensorPrimitives.HammingBitDistance takes longer than this loop.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Distance(ReadOnlySpan<ulong> row, ReadOnlySpan<ulong> query)
    {
        query = query[..row.Length];
        var distance = 0;
        for (var i = 0; i < row.Length; i++)
        {
            distance += BitOperations.PopCount(row[i] ^ query[i]);
        }

        return distance;
    }
}
