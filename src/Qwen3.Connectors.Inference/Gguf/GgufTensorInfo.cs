using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>A tensor's entry in the header, before it is known where the data starts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Format">How its rows lie in the file.</param>
/// <param name="Dimensions">1 to 4 lengths, the contiguous one first.</param>
/// <param name="RowCount">The product of all dimensions but the first.</param>
/// <param name="RowBytes">Bytes of a row.</param>
/// <param name="Offset">Where it starts, counted from the start of the data.</param>
internal sealed record GgufTensorInfo(string Name, BlockFormat Format, int[] Dimensions, int RowCount, int RowBytes, long Offset)
{
    public long ByteLength => (long)RowBytes * RowCount;

    /// <summary>The byte behind it, counted from the start of the data.</summary>
    public long End => Offset + ByteLength;
}
