using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>Q4_0: half d | 16 bytes of nibbles q; value = (q - 8) * d.</summary>
internal sealed unsafe class Q4_0Format() : IntegerFormat(GgmlType.Q4_0, blockLength: 32, blockBytes: 18, maxMagnitude: 8)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DecodeIntegers(byte* block, int count, short* integers, float* scales, float* minimums)
    {
        for (; count > 0; count--, block += 18, integers += 32)
        {
            var (low, high) = BitFields.Nibbles(block + 2);
            ShortIntegers.Store(low.AsSByte() - Vector128.Create((sbyte)8), integers);
            ShortIntegers.Store(high.AsSByte() - Vector128.Create((sbyte)8), integers + 16);
            *scales++ = HalfPrecision.Read(block);
        }
    }

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
