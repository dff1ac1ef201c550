using Qwen3.Connectors.VectorSearch.Arithmetic;
using Qwen3.Connectors.VectorSearch.Scans;

namespace Qwen3.Connectors.VectorSearch.Rows;

/// <summary>Vectors in one byte a value: which of the 256 steps between a dimension's minimum and maximum it is in.</summary>
/// <remarks>
/// Codes are sentence-transformers' uint8 ones less 128. Its int8 codes are cut towards zero, so that the step around zero is twice as wide; these all
/// are alike, and a value is the middle of its step: <c>minimum + (code + 128.5) step</c>.
/// </remarks>
internal sealed class Int8Rows(QuantizationRanges ranges, int capacity) : VectorRows(ranges.Dimensions)
{
    private const float Middle = 128.5f;

    private readonly GrowingRows<sbyte> _rows = new((ranges.Dimensions + Int8Dot.Lanes - 1) / Int8Dot.Lanes * Int8Dot.Lanes, capacity);

    public override int BytesPerRow => _rows.Stride;

    public override void Write(int row, ReadOnlySpan<float> vector)
    {
        var codes = VectorQuantization.ToUInt8(vector, ranges);
        var destination = _rows.Writable(row);
        for (var i = 0; i < codes.Length; i++)
        {
            destination[i] = (sbyte)(codes[i] - 128);
        }
    }

    /// <summary>Since <c>q . v = sum q (minimum + 128.5 step) + sum (q step) code</c>, the first sum is taken once, and the second in integers of <c>q step</c>.</summary>
    public override VectorScan Prepare(IReadOnlyList<float[]> queries)
    {
        var weights = new short[queries.Count * _rows.Stride];
        var scales = new (double Offset, double Scale)[queries.Count];
        for (var i = 0; i < queries.Count; i++)
        {
            scales[i] = Weigh(queries[i], weights.AsSpan(i * _rows.Stride, Dimensions));
        }

        return new Int8Scan(weights, scales, _rows.Values, _rows.Stride);
    }

    public override float Score(ReadOnlySpan<float> query, int row)
    {
        var codes = _rows.Values.AsSpan(row * _rows.Stride, Dimensions);
        var minimum = ranges.Minimum.Span;
        var step = ranges.Step.Span;
        var sum = 0.0;
        for (var i = 0; i < codes.Length; i++)
        {
            sum += query[i] * (minimum[i] + ((codes[i] + Middle) * (double)step[i]));
        }

        return (float)sum;
    }

    /// <summary>Query values times steps in integers, as large as they may be without any sum of products leaving 32 bits.</summary>
    private (double Offset, double Scale) Weigh(ReadOnlySpan<float> query, Span<short> weights)
    {
        var minimum = ranges.Minimum.Span;
        var step = ranges.Step.Span;
        double offset = 0, largest = 0, total = 0;
        for (var i = 0; i < query.Length; i++)
        {
            offset += query[i] * (minimum[i] + (Middle * (double)step[i]));
            var weight = Math.Abs((double)query[i] * step[i]);
            largest = Math.Max(largest, weight);
            total += weight;
        }

        if (largest == 0)
        {
            return (offset, 0);
        }

        // Rounding adds up to a half to each weight: a whole one is set aside for it.
        var scale = Math.Min(short.MaxValue / largest, ((int.MaxValue / 128.0) - query.Length) / total);
        for (var i = 0; i < query.Length; i++)
        {
            weights[i] = (short)Math.Round((double)query[i] * step[i] * scale);
        }

        return (offset, 1 / scale);
    }
}
