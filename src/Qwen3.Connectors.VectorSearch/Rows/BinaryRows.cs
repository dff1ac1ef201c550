using System.Runtime.InteropServices;
using Qwen3.Connectors.VectorSearch.Scans;

namespace Qwen3.Connectors.VectorSearch.Rows;

/// <summary>The signs of vectors, one bit per value.</summary>
/// <remarks>A decoded vector has norm one: each value is <c>+-1 / sqrt(dimensions)</c>.</remarks>
internal sealed class BinaryRows : VectorRows
{
    private const int BitsPerWord = 64;

    private readonly GrowingRows<ulong> _rows;

    public BinaryRows(int dimensions, int capacity)
        : this(dimensions, new GrowingRows<ulong>((dimensions + BitsPerWord - 1) / BitsPerWord, capacity))
    {
    }

    private BinaryRows(int dimensions, GrowingRows<ulong> rows)
        : base(dimensions) => _rows = rows;

    public override int BytesPerRow => _rows.Stride * sizeof(ulong);

    public override int SavedBytesPerRow => (Dimensions + 7) / 8;

    public override void Write(int row, ReadOnlySpan<float> vector) => Pack(vector, _rows.Writable(row));

    public override VectorScan Prepare(IReadOnlyList<float[]> queries)
    {
        var bits = new ulong[queries.Count * _rows.Stride];
        for (var i = 0; i < queries.Count; i++)
        {
            Pack(queries[i], bits.AsSpan(i * _rows.Stride, _rows.Stride));
        }

        return new BinaryScan(bits, queries.Count, _rows.Values, _rows.Stride, Dimensions);
    }

    public override float Score(ReadOnlySpan<float> query, int row)
    {
        var bits = MemoryMarshal.AsBytes(_rows[row]);
        var sum = 0.0;
        for (var i = 0; i < query.Length; i++)
        {
            sum += (bits[i / 8] & (0x80 >> (i % 8))) != 0 ? query[i] : -query[i];
        }

        return (float)(sum / Math.Sqrt(Dimensions));
    }

    public override VectorRows Copy(ReadOnlySpan<int> rows) => new BinaryRows(Dimensions, _rows.Copy(rows));

    public override void Save(int row, Span<byte> destination) => MemoryMarshal.AsBytes(_rows[row])[..SavedBytesPerRow].CopyTo(destination);

    public override bool TryLoad(int row, ReadOnlySpan<byte> source)
    {
        var words = _rows.Writable(row);
        words.Clear();
        source[..SavedBytesPerRow].CopyTo(MemoryMarshal.AsBytes(words));
        var padding = 0xFF >> (((Dimensions - 1) % 8) + 1);
        return (source[SavedBytesPerRow - 1] & padding) == 0;
    }

    // Bits behind the last dimension are zero in rows and queries alike, so that they never differ. A failed add may have written the row
    // before.
    private static void Pack(ReadOnlySpan<float> vector, Span<ulong> words)
    {
        words.Clear();
        VectorQuantization.PackSigns(vector, MemoryMarshal.AsBytes(words));
    }
}
