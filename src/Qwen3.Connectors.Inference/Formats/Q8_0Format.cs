using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>Q8_0: half d | 32 signed bytes q; value = q * d.</summary>
internal sealed unsafe class Q8_0Format() : IntegerFormat(GgmlType.Q8_0, blockLength: 32, blockBytes: 34, maxMagnitude: 128)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DecodeIntegers(byte* block, int count, short* integers, float* scales, float* minimums)
    {
        for (; count > 0; count--, block += 34, integers += 32)
        {
            ShortIntegers.Store(Vector256.Load((sbyte*)block + 2), integers);
            *scales++ = HalfPrecision.Read(block);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        for (; count > 0; count--, block += 34, values += 32)
        {
            Affine.Scale(Vector256.Load((sbyte*)block + 2), HalfPrecision.Read(block), values);
        }
    }
}
