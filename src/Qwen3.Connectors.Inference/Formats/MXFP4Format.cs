using System.Runtime.CompilerServices;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>MXFP4 (OCP microscaling): exponent byte e | 16 bytes of E2M1 nibbles q; value = 2^(e - 127) * E2M1[q].</summary>
internal sealed unsafe class MXFP4Format() : IntegerFormat(GgmlType.MXFP4, blockLength: 32, blockBytes: 17, maxMagnitude: 12)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DecodeIntegers(byte* block, int count, short* integers, float* scales, float* minimums)
    {
        for (; count > 0; count--, block += 17, integers += 32)
        {
            NibbleCodebook.DecodeIntegers(block + 1, NibbleCodebook.E2M1Doubled, integers);
            *scales++ = HalfOfPower(block[0]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        for (; count > 0; count--, block += 17, values += 32)
        {
            NibbleCodebook.Decode(block + 1, NibbleCodebook.E2M1Doubled, HalfOfPower(block[0]), values);
        }
    }

    /// <summary>
    /// 2^(e - 128): half of 2^(e - 127), because the levels are doubled; subnormal for e below 2. As in ggml, e = 255 is not NaN.
    /// </summary>
    private static float HalfOfPower(uint e) => BitConverter.UInt32BitsToSingle(e < 2 ? 0x0020_0000u << (int)e : (e - 1) << 23);
}
