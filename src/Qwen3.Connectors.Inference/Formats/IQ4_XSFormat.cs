using System.Runtime.CompilerServices;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>
/// IQ4_XS: half d | 8 pairs of scale high bits | 8 scale low nibbles | 128 bytes of nibbles q;
/// value = d * (scale - 32) * <see cref="NibbleCodebook.NonLinear"/>[q].
/// </summary>
/// <remarks>32 values take 16 bytes, ordered as in <see cref="IQ4_NLFormat"/>. One scale per 32 values.</remarks>
internal sealed unsafe class IQ4_XSFormat() : IntegerFormat(GgmlType.IQ4_XS, blockLength: 256, blockBytes: 136, maxMagnitude: 127)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DecodeIntegers(byte* block, int count, short* integers, float* scales, float* minimums)
    {
        for (; count > 0; count--, block += 136)
        {
            var d = HalfPrecision.Read(block);
            uint highBits = Unsafe.ReadUnaligned<ushort>(block + 2);
            var lowBits = Unsafe.ReadUnaligned<uint>(block + 4);
            for (var group = 0; group < 8; group++, integers += 32, highBits >>= 2, lowBits >>= 4)
            {
                NibbleCodebook.DecodeIntegers(block + 8 + (16 * group), NibbleCodebook.NonLinear, integers);
                *scales++ = d * ((int)((lowBits & 15) | ((highBits & 3) << 4)) - 32);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        for (; count > 0; count--, block += 136)
        {
            var d = HalfPrecision.Read(block);
            uint highBits = Unsafe.ReadUnaligned<ushort>(block + 2);
            var lowBits = Unsafe.ReadUnaligned<uint>(block + 4);
            for (var group = 0; group < 8; group++, values += 32, highBits >>= 2, lowBits >>= 4)
            {
                var scale = (int)((lowBits & 15) | ((highBits & 3) << 4)) - 32;
                NibbleCodebook.Decode(block + 8 + (16 * group), NibbleCodebook.NonLinear, d * scale, values);
            }
        }
    }
}
