using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>Q5_1: half d | half m | 32 fifth bits | 16 bytes of nibbles; value = q * d + m.</summary>
internal sealed unsafe class Q5_1Format()
    : IntegerFormat(GgmlType.Q5_1, blockLength: 32, blockBytes: 24, maxMagnitude: 31, minimumLength: 32)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DecodeIntegers(byte* block, int count, short* integers, float* scales, float* minimums)
    {
        for (; count > 0; count--, block += 24, integers += 32)
        {
            var fifthBits = BitFields.Spread(Unsafe.ReadUnaligned<uint>(block + 4)) & Vector256.Create((byte)0x10);
            var (low, high) = BitFields.Nibbles(block + 8);
            ShortIntegers.Store((low | fifthBits.GetLower()).AsSByte(), integers);
            ShortIntegers.Store((high | fifthBits.GetUpper()).AsSByte(), integers + 16);
            *scales++ = HalfPrecision.Read(block);
            *minimums++ = HalfPrecision.Read(block + 2);
        }
    }

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
