using System.Runtime.InteropServices;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>F32: one little-endian IEEE single a value.</summary>
internal sealed class F32Format() : BlockFormat(GgmlType.F32, blockLength: 1, blockBytes: sizeof(float))
{
    public override void Decode(ReadOnlySpan<byte> blocks, Span<float> values) =>
        blocks[..(values.Length * sizeof(float))].CopyTo(MemoryMarshal.AsBytes(values));
}
