using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.VectorSearch.Arithmetic;

/// <summary>Dot products of several rows and queries at once.</summary>
/// <remarks>
/// TensorPrimitives.Dot reads a row from memory once per query. A tile of 4 rows x 2 queries reads it once per two queries and has 8
/// independent accumulators, which hides the latency of multiply-add. Each pair has one accumulator of 8 lanes in every tile shape, so
/// that its score is bit-identical in all.
/// </remarks>
internal static class FloatDot
{
    /// <summary>Lengths of rows are multiples of this.</summary>
    public const int Lanes = 8;

    private const int TileRows = 4;

    /// <summary>Computes the dot products of all pairs of rows and queries.</summary>
    /// <param name="rows"><c>[rows x stride]</c>.</param>
    /// <param name="queries"><c>[queries x stride]</c>.</param>
    /// <param name="stride">Values of a row; a multiple of <see cref="Lanes"/>.</param>
    /// <param name="scores"><c>[queries x rows]</c>.</param>
    public static void Many(ReadOnlySpan<float> rows, ReadOnlySpan<float> queries, int stride, Span<float> scores)
    {
        var rowCount = rows.Length / stride;
        var queryCount = queries.Length / stride;
        var query = 0;
        for (; query + 2 <= queryCount; query += 2)
        {
            TwoQueries(rows, queries.Slice(query * stride, 2 * stride), stride, scores.Slice(query * rowCount, 2 * rowCount));
        }

        if (query < queryCount)
        {
            OneQuery(rows, queries.Slice(query * stride, stride), scores.Slice(query * rowCount, rowCount));
        }
    }

    /// <summary>Returns the dot product of a row <c>[stride]</c> and a query <c>[stride]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float One(ReadOnlySpan<float> row, ReadOnlySpan<float> query)
    {
        ref var r = ref MemoryMarshal.GetReference(row);
        ref var q = ref MemoryMarshal.GetReference(query[..row.Length]);
        var sum = Vector256<float>.Zero;
        for (nuint i = 0; i < (nuint)row.Length; i += Lanes)
        {
            sum = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref r, i), Vector256.LoadUnsafe(ref q, i), sum);
        }

        return Vector256.Sum(sum);
    }

    /// <summary>Rows <c>[rows x stride]</c>, a query <c>[stride]</c>, scores <c>[rows]</c>.</summary>
    private static void OneQuery(ReadOnlySpan<float> rows, ReadOnlySpan<float> query, Span<float> scores)
    {
        var stride = query.Length;
        var row = 0;
        for (; row + TileRows <= scores.Length; row += TileRows)
        {
            Tile(rows.Slice(row * stride, TileRows * stride), query, scores.Slice(row, TileRows));
        }

        for (; row < scores.Length; row++)
        {
            scores[row] = One(rows.Slice(row * stride, stride), query);
        }
    }

    /// <summary>Rows <c>[rows x stride]</c>, queries <c>[2 x stride]</c>, scores <c>[2 x rows]</c>.</summary>
    private static void TwoQueries(ReadOnlySpan<float> rows, ReadOnlySpan<float> queries, int stride, Span<float> scores)
    {
        var rowCount = scores.Length / 2;
        var row = 0;
        for (; row + TileRows <= rowCount; row += TileRows)
        {
            var tile = rows.Slice(row * stride, TileRows * stride);
            Tile(tile, queries, stride, scores.Slice(row, TileRows), scores.Slice(rowCount + row, TileRows));
        }

        for (; row < rowCount; row++)
        {
            scores[row] = One(rows.Slice(row * stride, stride), queries[..stride]);
            scores[rowCount + row] = One(rows.Slice(row * stride, stride), queries[stride..]);
        }
    }

    /// <summary>4 rows, 1 query: rows <c>[4 x stride]</c>, query <c>[stride]</c>, scores <c>[4]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(ReadOnlySpan<float> rows, ReadOnlySpan<float> query, Span<float> scores)
    {
        var stride = (nuint)query.Length;
        ref var r = ref MemoryMarshal.GetReference(rows[..(TileRows * query.Length)]);
        ref var q = ref MemoryMarshal.GetReference(query);
        Vector256<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        for (nuint i = 0; i < stride; i += Lanes)
        {
            var values = Vector256.LoadUnsafe(ref q, i);
            sum0 = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref r, i), values, sum0);
            sum1 = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref r, stride + i), values, sum1);
            sum2 = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref r, (2 * stride) + i), values, sum2);
            sum3 = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref r, (3 * stride) + i), values, sum3);
        }

        Store(scores, sum0, sum1, sum2, sum3);
    }

    /// <summary>4 rows, 2 queries: rows <c>[4 x stride]</c>, queries <c>[2 x stride]</c>, scores <c>[4]</c> of each query.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(ReadOnlySpan<float> rows, ReadOnlySpan<float> queries, int length, Span<float> scoresA, Span<float> scoresB)
    {
        var stride = (nuint)length;
        ref var r = ref MemoryMarshal.GetReference(rows[..(TileRows * length)]);
        ref var q = ref MemoryMarshal.GetReference(queries[..(2 * length)]);
        Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        for (nuint i = 0; i < stride; i += Lanes)
        {
            var a = Vector256.LoadUnsafe(ref q, i);
            var b = Vector256.LoadUnsafe(ref q, stride + i);
            var row = Vector256.LoadUnsafe(ref r, i);
            a0 = Vector256.MultiplyAddEstimate(row, a, a0);
            b0 = Vector256.MultiplyAddEstimate(row, b, b0);
            row = Vector256.LoadUnsafe(ref r, stride + i);
            a1 = Vector256.MultiplyAddEstimate(row, a, a1);
            b1 = Vector256.MultiplyAddEstimate(row, b, b1);
            row = Vector256.LoadUnsafe(ref r, (2 * stride) + i);
            a2 = Vector256.MultiplyAddEstimate(row, a, a2);
            b2 = Vector256.MultiplyAddEstimate(row, b, b2);
            row = Vector256.LoadUnsafe(ref r, (3 * stride) + i);
            a3 = Vector256.MultiplyAddEstimate(row, a, a3);
            b3 = Vector256.MultiplyAddEstimate(row, b, b3);
        }

        Store(scoresA, a0, a1, a2, a3);
        Store(scoresB, b0, b1, b2, b3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        Span<float> scores, Vector256<float> sum0, Vector256<float> sum1, Vector256<float> sum2, Vector256<float> sum3)
    {
        scores[3] = Vector256.Sum(sum3);
        scores[2] = Vector256.Sum(sum2);
        scores[1] = Vector256.Sum(sum1);
        scores[0] = Vector256.Sum(sum0);
    }
}
