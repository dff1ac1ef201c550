using System.Buffers.Binary;
using Qwen3.Connectors.VectorSearch.Arithmetic;
using Qwen3.Connectors.VectorSearch.Scans;

namespace Qwen3.Connectors.VectorSearch.Rows;

/// <summary>Vectors in full precision.</summary>
internal sealed class FloatRows : VectorRows
{
    private readonly GrowingRows<float> _rows;

    public FloatRows(int dimensions, int capacity)
        : this(dimensions, new GrowingRows<float>(StrideOf(dimensions), capacity))
    {
    }

    private FloatRows(int dimensions, GrowingRows<float> rows)
        : base(dimensions) => _rows = rows;

    /// <summary><c>[capacity x stride]</c>.</summary>
    public float[] Values => _rows.Values;

    public override int BytesPerRow => _rows.Stride * sizeof(float);

    public override int SavedBytesPerRow => Dimensions * sizeof(float);

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

        return FloatDot.One(_rows[row], query);
    }

    public override VectorRows Copy(ReadOnlySpan<int> rows) => new FloatRows(Dimensions, _rows.Copy(rows));

    public override void Save(int row, Span<byte> destination)
    {
        var values = _rows[row];
        for (var i = 0; i < Dimensions; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(destination[(i * sizeof(float))..], values[i]);
        }
    }

    public override bool TryLoad(int row, ReadOnlySpan<byte> source)
    {
        var values = _rows.Writable(row);
        var isFinite = true;
        for (var i = 0; i < Dimensions; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(source[(i * sizeof(float))..]);
            isFinite &= float.IsFinite(values[i]);
        }

        return isFinite;
    }

    // Rows are padded to whole SIMD vectors: zeros behind a vector add nothing, and no kernel has a tail.
    private static int StrideOf(int dimensions) => (dimensions + FloatDot.Lanes - 1) / FloatDot.Lanes * FloatDot.Lanes;
}
