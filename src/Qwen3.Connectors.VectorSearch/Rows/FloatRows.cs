using Qwen3.Connectors.VectorSearch.Arithmetic;
using Qwen3.Connectors.VectorSearch.Scans;

namespace Qwen3.Connectors.VectorSearch.Rows;

/// <summary>Vectors as they are.</summary>
internal sealed class FloatRows(int dimensions, int capacity) : VectorRows(dimensions)
{
    // Rows of whole SIMD vectors: the zeros behind a vector add nothing, and no kernel has a tail.
    private readonly GrowingRows<float> _rows = new(Stride(dimensions), capacity);

    public override int BytesPerRow => _rows.Stride * sizeof(float);

    public override void Write(int row, ReadOnlySpan<float> vector) => vector.CopyTo(_rows.Writable(row));

    public override VectorScan Prepare(IReadOnlyList<float[]> queries)
    {
        var padded = new float[queries.Count * _rows.Stride];
        for (var i = 0; i < queries.Count; i++)
        {
            queries[i].CopyTo(padded.AsSpan(i * _rows.Stride));
        }

        return new FloatScan(padded, queries.Count, _rows.Values, _rows.Stride);
    }

    public override float Score(ReadOnlySpan<float> query, int row)
    {
        if (query.Length != _rows.Stride)
        {
            var padded = new float[_rows.Stride];
            query.CopyTo(padded);
            query = padded;
        }

        return FloatDot.One(_rows.Values.AsSpan(row * _rows.Stride, _rows.Stride), query);
    }

    private static int Stride(int dimensions) => (dimensions + FloatDot.Lanes - 1) / FloatDot.Lanes * FloatDot.Lanes;
}
