using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>Q4_1: half d | half m | 16 bytes of nibbles q; value = q * d + m.</summary>
internal sealed unsafe class Q4_1Format()
    : IntegerFormat(GgmlType.Q4_1, blockLength: 32, blockBytes: 20, maxMagnitude: 15, minimumLength: 32)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DecodeIntegers(byte* block, int count, short* integers, float* scales, float* minimums)
    {
        for (; count > 0; count--, block += 20, integers += 32)
        {
            var (low, high) = BitFields.Nibbles(block + 4);
            ShortIntegers.Store(low.AsSByte(), integers);
            ShortIntegers.Store(high.AsSByte(), integers + 16);
            *scales++ = HalfPrecision.Read(block);
            *minimums++ = HalfPrecision.Read(block + 2);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        for (; count > 0; count--, block += 20, values += 32)
        {
            var d = HalfPrecision.Read(block);
            var m = HalfPrecision.Read(block + 2);
            var (low, high) = BitFields.Nibbles(block + 4);
            Affine.ScaleAndShift(low.AsSByte(), d, m, values);
            Affine.ScaleAndShift(high.AsSByte(), d, m, values + 16);
        }
    }
}
