using System.Runtime.InteropServices;
using Qwen3.Connectors.VectorSearch.Scans;

namespace Qwen3.Connectors.VectorSearch.Rows;

/// <summary>The signs of vectors, one bit a value.</summary>
/// <remarks>A decoded vector has norm one: each value is <c>+-1 / sqrt(dimensions)</c>.</remarks>
internal sealed class BinaryRows(int dimensions, int capacity) : VectorRows(dimensions)
{
    private const int BitsPerWord = 64;

    private readonly GrowingRows<ulong> _rows = new((dimensions + BitsPerWord - 1) / BitsPerWord, capacity);

    public override int BytesPerRow => _rows.Stride * sizeof(ulong);

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
        var bits = MemoryMarshal.AsBytes(_rows.Values.AsSpan(row * _rows.Stride, _rows.Stride));
        var sum = 0.0;
        for (var i = 0; i < query.Length; i++)
        {
            sum += (bits[i / 8] & (0x80 >> (i % 8))) != 0 ? query[i] : -query[i];
        }

        return (float)(sum / Math.Sqrt(Dimensions));
    }

    // Bits behind the last dimension are zero in rows and queries alike: they never differ. Rows are written again after a failed add.
    private static void Pack(ReadOnlySpan<float> vector, Span<ulong> words)
    {
        words.Clear();
        VectorQuantization.PackSigns(vector, MemoryMarshal.AsBytes(words));
    }
}
