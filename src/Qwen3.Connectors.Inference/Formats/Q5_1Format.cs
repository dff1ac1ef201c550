using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>Q5_1: half d | half m | 32 fifth bits | 16 bytes of nibbles; value = q * d + m.</summary>
internal sealed unsafe class Q5_1Format() : BlockFormat(GgmlType.Q5_1, blockLength: 32, blockBytes: 24)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        for (; count > 0; count--, block += 24, values += 32)
        {
            var fifthBits = BitFields.Spread(Unsafe.ReadUnaligned<uint>(block + 4)) & Vector256.Create((byte)0x10);
            var (low, high) = BitFields.Nibbles(block + 8);
            var d = HalfPrecision.Read(block);
            var m = HalfPrecision.Read(block + 2);
            Affine.ScaleAndShift((low | fifthBits.GetLower()).AsSByte(), d, m, values);
            Affine.ScaleAndShift((high | fifthBits.GetUpper()).AsSByte(), d, m, values + 16);
        }
    }
}
