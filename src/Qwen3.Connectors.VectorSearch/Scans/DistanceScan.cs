namespace Qwen3.Connectors.VectorSearch.Scans;

/// <summary>Scores float queries against float rows by a distance: a score is the negative distance, so that higher is nearer.</summary>
/// <param name="distance">The distance of a row <c>[stride]</c> and a query <c>[stride]</c>.</param>
/// <param name="query"><c>[stride]</c>.</param>
/// <param name="rows"><c>[rows x stride]</c>.</param>
internal sealed class DistanceScan(Func<ReadOnlySpan<float>, ReadOnlySpan<float>, float> distance, float[] query, float[] rows)
    : VectorScan(queryCount: 1, query.Length * sizeof(float))
{
    public override void Score(int firstQuery, int groupSize, int firstRow, int rowCount, Span<float> scores)
    {
        var stride = query.Length;
        for (var row = 0; row < rowCount; row++)
        {
            scores[row] = -distance(rows.AsSpan((firstRow + row) * stride, stride), query);
        }
    }
}
