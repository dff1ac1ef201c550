using System.Runtime.CompilerServices;
using Qwen3.Connectors.VectorSearch.Arithmetic;

namespace Qwen3.Connectors.VectorSearch.Scans;

/// <summary>Scores integer queries against int8 rows.</summary>
/// <param name="weights"><c>[queries x stride]</c>.</param>
/// <param name="scales"><c>[queries]</c>: a score is <c>offset + scale * integer dot product</c>.</param>
/// <param name="rows"><c>[rows x stride]</c>.</param>
/// <param name="stride">Codes of a row with its padding.</param>
internal sealed class Int8Scan(short[] weights, (double Offset, double Scale)[] scales, sbyte[] rows, int stride)
    : VectorScan(scales.Length, stride * sizeof(sbyte))
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Score(int firstQuery, int groupSize, int firstRow, int rowCount, Span<float> scores)
    {
        for (var query = firstQuery; query < firstQuery + groupSize; query++)
        {
            var weight = weights.AsSpan(query * stride, stride);
            var (offset, scale) = scales[query];
            var destination = scores.Slice((query - firstQuery) * rowCount, rowCount);
            for (var row = 0; row < rowCount; row++)
            {
                destination[row] = (float)(offset + (scale * Int8Dot.Best(rows.AsSpan((firstRow + row) * stride, stride), weight)));
            }
        }
    }
}
