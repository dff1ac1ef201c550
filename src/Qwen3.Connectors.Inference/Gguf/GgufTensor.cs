using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>A named matrix in the mapped file: <see cref="RowCount"/> rows that lie one behind the other, each of <see cref="RowLength"/> values in blocks.</summary>
/// <remarks>
/// A weight <c>[in, out]</c> is <c>out</c> rows of <c>in</c> values, so that y = W x is a dot product a row; a vector is one row.
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

    /// <summary>1 to 4 lengths, the contiguous one first: <c>[in, out]</c> of a weight.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>Values of a row: the first dimension.</summary>
    public int RowLength { get; }

    /// <summary>Rows: the product of the other dimensions, 1 for a vector.</summary>
    public int RowCount { get; }

    /// <summary>Bytes of a row.</summary>
    public int RowBytes { get; }

    /// <summary>Values of all rows.</summary>
    public long ValueCount => (long)RowLength * RowCount;

    /// <summary>Bytes of all rows.</summary>
    public long ByteLength => (long)RowBytes * RowCount;

    /// <summary>The first row's first byte, at a multiple of <c>general.alignment</c> from the file's start.</summary>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public byte* Data => _mapping.Data + _offset;

    /// <summary>The bytes of one row.</summary>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public ReadOnlySpan<byte> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        return _mapping.Slice(_offset + (long)row * RowBytes, RowBytes);
    }

    public override string ToString() => $"{Name} [{string.Join(", ", Dimensions)}] {Type}";
}
