using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>A tensor's entry in the header, with an offset that counts from the start of the data.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Format">The format of its rows.</param>
/// <param name="Dimensions">1 to 4 lengths, the contiguous one first.</param>
/// <param name="RowCount">The product of all dimensions but the first.</param>
/// <param name="RowBytes">The bytes of a row.</param>
/// <param name="Offset">The first byte, counted from the start of the data.</param>
internal sealed record GgufTensorInfo(string Name, BlockFormat Format, int[] Dimensions, int RowCount, int RowBytes, long Offset)
{
    public long ByteLength => (long)RowBytes * RowCount;

    /// <summary>The byte after the last, counted from the start of the data.</summary>
    public long End => Offset + ByteLength;
}
