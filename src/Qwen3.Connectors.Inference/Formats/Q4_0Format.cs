using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>Q4_0: half d | 16 bytes of nibbles q; value = (q - 8) * d.</summary>
internal sealed unsafe class Q4_0Format() : BlockFormat(GgmlType.Q4_0, blockLength: 32, blockBytes: 18)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        for (; count > 0; count--, block += 18, values += 32)
        {
            var d = HalfPrecision.Read(block);
            var (low, high) = BitFields.Nibbles(block + 2);
            Affine.Scale(low.AsSByte() - Vector128.Create((sbyte)8), d, values);
            Affine.Scale(high.AsSByte() - Vector128.Create((sbyte)8), d, values + 16);
        }
    }
}
