using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>
/// IQ1_S: half d | 32 low bytes of codebook indices | for each 32 values four times three index high bits, a 3-bit scale and the sign
/// of delta; value = d * (2 * scale + 1) * (codeword + delta), delta = +-1/8.
/// </summary>
/// <remarks>One index per 8 values.</remarks>
internal sealed unsafe class IQ1_SFormat() : IntegerFormat(GgmlType.IQ1_S, blockLength: 256, blockBytes: 50, maxMagnitude: 9)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DecodeIntegers(byte* block, int count, short* integers, float* scales, float* minimums)
    {
        var codebook = Codebook.IQ1.Eights;
        for (; count > 0; count--, block += 50)
        {
            var d = HalfPrecision.Read(block);
            var index = block + 2;
            for (var group = 0; group < 8; group++, integers += 32, index += 4)
            {
                uint bits = Unsafe.ReadUnaligned<ushort>(block + 34 + (2 * group));
                var codewords = Vector256.Create(
                    codebook[index[0] | ((bits << 8) & 0x700)], codebook[index[1] | ((bits << 5) & 0x700)],
                    codebook[index[2] | ((bits << 2) & 0x700)], codebook[index[3] | ((bits >> 1) & 0x700)]).AsSByte();
                var delta = Vector256.Create((sbyte)(1 - (int)((bits >> 14) & 2)));
                ShortIntegers.Store(Codewords.TimesEight(codewords) + delta, integers);
                *scales++ = d * ((2 * ((bits >> 12) & 7)) + 1) * 0.125f;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        var codebook = Codebook.IQ1.Eights;
        for (; count > 0; count--, block += 50)
        {
            var d = HalfPrecision.Read(block);
            var index = block + 2;
            for (var group = 0; group < 8; group++, values += 32, index += 4)
            {
                uint bits = Unsafe.ReadUnaligned<ushort>(block + 34 + (2 * group));
                var scale = Vector256.Create(d * ((2 * ((bits >> 12) & 7)) + 1));
                var delta = Codewords.Delta(bits >> 15);
                Codewords.ShiftAndScale(codebook[index[0] | ((bits << 8) & 0x700)], delta, scale, values);
                Codewords.ShiftAndScale(codebook[index[1] | ((bits << 5) & 0x700)], delta, scale, values + 8);
                Codewords.ShiftAndScale(codebook[index[2] | ((bits << 2) & 0x700)], delta, scale, values + 16);
                Codewords.ShiftAndScale(codebook[index[3] | ((bits >> 1) & 0x700)], delta, scale, values + 24);
            }
        }
    }
}
