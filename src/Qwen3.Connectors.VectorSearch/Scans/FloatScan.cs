using Qwen3.Connectors.VectorSearch.Arithmetic;

namespace Qwen3.Connectors.VectorSearch.Scans;

/// <summary>Scores float queries against float rows.</summary>
/// <param name="queries"><c>[queryCount x stride]</c>.</param>
/// <param name="queryCount">Queries.</param>
/// <param name="rows"><c>[rows x stride]</c>.</param>
/// <param name="stride">Values of a row with its padding.</param>
internal sealed class FloatScan(float[] queries, int queryCount, float[] rows, int stride) : VectorScan(queryCount, stride * sizeof(float))
{
    public override void Score(int firstQuery, int groupSize, int firstRow, int rowCount, Span<float> scores) => FloatDot.Many(
        rows.AsSpan(firstRow * stride, rowCount * stride),
        queries.AsSpan(firstQuery * stride, groupSize * stride),
        stride,
        scores[..(groupSize * rowCount)]);
}
