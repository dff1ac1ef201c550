using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>A named matrix <c>[RowCount x RowLength]</c> in the mapped file, each row in blocks of its format.</summary>
/// <remarks>
/// A weight <c>[in, out]</c> is <c>out</c> rows of <c>in</c> values, so that y = W x is one dot product per row; a vector is one row.
/// Valid until the <see cref="GgufFile"/> is disposed; safe for concurrent use.
/// </remarks>
internal sealed unsafe class GgufTensor
{
    private readonly GgufMapping _mapping;
    private readonly long _offset;

    public GgufTensor(GgufMapping mapping, GgufTensorInfo info, long dataStart)
    {
        _mapping = mapping;
        _offset = dataStart + info.Offset;
        Name = info.Name;
        Format = info.Format;
        Dimensions = info.Dimensions;
        RowLength = info.Dimensions[0];
        RowCount = info.RowCount;
        RowBytes = info.RowBytes;
    }

    public string Name { get; }

    public GgmlType Type => Format.Type;

    public BlockFormat Format { get; }

    /// <summary>1 to 4 lengths, the contiguous one first: <c>[in, out]</c> for a weight.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>The number of values of a row: the first dimension.</summary>
    public int RowLength { get; }

    /// <summary>The number of rows: the product of the other dimensions, 1 for a vector.</summary>
    public int RowCount { get; }

    public int RowBytes { get; }

    public long ValueCount => (long)RowLength * RowCount;

    public long ByteLength => (long)RowBytes * RowCount;

    /// <summary>The first row's first byte, at a multiple of <c>general.alignment</c> from the file's start.</summary>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public byte* Data => _mapping.Data + _offset;

    /// <summary>Returns the bytes of one row.</summary>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public ReadOnlySpan<byte> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        return _mapping.Slice(_offset + (long)row * RowBytes, RowBytes);
    }

    /// <summary>Returns some bytes of the tensor's data.</summary>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public ReadOnlySpan<byte> Slice(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, ByteLength - length);
        return _mapping.Slice(_offset + offset, length);
    }

    public override string ToString() => $"{Name} [{string.Join(", ", Dimensions)}] {Type}";
}
