using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Qwen3.Connectors.VectorSearch.Arithmetic;
using Qwen3.Connectors.VectorSearch.Scans;

namespace Qwen3.Connectors.VectorSearch.Rows;

/// <summary>Vectors in one byte per value: the number of one of 256 steps between the minimum and the maximum of the dimension.</summary>
/// <remarks>
/// Codes are the uint8 codes of sentence-transformers minus 128. (Its int8 codes are rounded towards zero, so that the step around zero is
/// twice as wide.)
/// A code is decoded to the middle of its step: <c>minimum + (code + 128.5) step</c>.
/// </remarks>
internal sealed class Int8Rows : VectorRows
{
    private const float Middle = 128.5f;

    private readonly QuantizationRanges _ranges;
    private readonly GrowingRows<sbyte> _rows;

    public Int8Rows(QuantizationRanges ranges, int capacity)
        : this(ranges, new GrowingRows<sbyte>((ranges.Dimensions + Int8Dot.Lanes - 1) / Int8Dot.Lanes * Int8Dot.Lanes, capacity))
    {
    }

    private Int8Rows(QuantizationRanges ranges, GrowingRows<sbyte> rows)
        : base(ranges.Dimensions) => (_ranges, _rows) = (ranges, rows);

    public override int BytesPerRow => _rows.Stride;

    public override int SavedBytesPerRow => Dimensions;

    public override QuantizationRanges Ranges => _ranges;

    public override void Write(int row, ReadOnlySpan<float> vector)
    {
        // The codes of VectorQuantization.ToUInt8, without an array per vector: flipping the highest bit subtracts 128.
        var steps = ArrayPool<float>.Shared.Rent(Dimensions);
        var span = steps.AsSpan(0, Dimensions);
        TensorPrimitives.Subtract(vector, _ranges.Minimum.Span, span);
        TensorPrimitives.Divide(span, _ranges.Step.Span, span);
        var codes = MemoryMarshal.AsBytes(_rows.Writable(row))[..Dimensions];
        TensorPrimitives.ConvertSaturating<float, byte>(span, codes);
        TensorPrimitives.Xor(codes, (byte)0x80, codes);
        ArrayPool<float>.Shared.Return(steps);
    }

    /// <summary>
    /// <c>q . v = sum q (minimum + 128.5 step) + sum (q step) code</c>: the first sum is computed once, the second in integers of <c>q
    /// step</c>.
    /// </summary>
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
        var codes = _rows[row][..Dimensions];
        var minimum = _ranges.Minimum.Span;
        var step = _ranges.Step.Span;
        var sum = 0.0;
        for (var i = 0; i < codes.Length; i++)
        {
            sum += query[i] * (minimum[i] + ((codes[i] + Middle) * (double)step[i]));
        }

        return (float)sum;
    }

    public override VectorRows Copy(ReadOnlySpan<int> rows) => new Int8Rows(_ranges, _rows.Copy(rows));

    public override void Save(int row, Span<byte> destination) => MemoryMarshal.AsBytes(_rows[row][..Dimensions]).CopyTo(destination);

    public override bool TryLoad(int row, ReadOnlySpan<byte> source)
    {
        source[..Dimensions].CopyTo(MemoryMarshal.AsBytes(_rows.Writable(row)));
        return true;
    }

    /// <summary>Query values times steps as integers, as large as possible without overflowing 32 bits in any sum of products.</summary>
    private (double Offset, double Scale) Weigh(ReadOnlySpan<float> query, Span<short> weights)
    {
        var minimum = _ranges.Minimum.Span;
        var step = _ranges.Step.Span;
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

        // Rounding adds up to a half to each weight; one is reserved for it.
        var scale = Math.Min(short.MaxValue / largest, ((int.MaxValue / 128.0) - query.Length) / total);
        for (var i = 0; i < query.Length; i++)
        {
            weights[i] = (short)Math.Round((double)query[i] * step[i] * scale);
        }

        return (offset, 1 / scale);
    }
}
