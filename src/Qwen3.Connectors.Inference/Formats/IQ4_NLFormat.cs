using System.Runtime.CompilerServices;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>IQ4_NL: half d | 16 bytes of nibbles q; value = d * <see cref="NibbleCodebook.NonLinear"/>[q].</summary>
internal sealed unsafe class IQ4_NLFormat() : IntegerFormat(GgmlType.IQ4_NL, blockLength: 32, blockBytes: 18, maxMagnitude: 127)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DecodeIntegers(byte* block, int count, short* integers, float* scales, float* minimums)
    {
        for (; count > 0; count--, block += 18, integers += 32)
        {
            NibbleCodebook.DecodeIntegers(block + 2, NibbleCodebook.NonLinear, integers);
            *scales++ = HalfPrecision.Read(block);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        for (; count > 0; count--, block += 18, values += 32)
        {
            NibbleCodebook.Decode(block + 2, NibbleCodebook.NonLinear, HalfPrecision.Read(block), values);
        }
    }
}
