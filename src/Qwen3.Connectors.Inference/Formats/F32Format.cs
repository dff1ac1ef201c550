using System.Runtime.CompilerServices;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>F32: one little-endian IEEE single per value.</summary>
internal sealed unsafe class F32Format() : BlockFormat(GgmlType.F32, blockLength: 1, blockBytes: sizeof(float))
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values) =>
        Buffer.MemoryCopy(block, values, (long)count * sizeof(float), (long)count * sizeof(float));
}
