using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>
/// IQ1_M: 32 low bytes of codebook indices | 32 nibbles of three index high bits and the sign of delta | four 16-bit words of four
/// 3-bit scales and, in their high nibbles, the half d; value = d * (2 * scale + 1) * (codeword + delta), delta = +-1/8.
/// </summary>
/// <remarks>One index per 8 values, one scale per 16 values.</remarks>
internal sealed unsafe class IQ1_MFormat() : IntegerFormat(GgmlType.IQ1_M, blockLength: 256, blockBytes: 56, maxMagnitude: 135)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DecodeIntegers(byte* block, int count, short* integers, float* scales, float* minimums)
    {
        var codebook = Codebook.IQ1.Eights;
        for (; count > 0; count--, block += 56, scales += 8)
        {
            var words = Unsafe.ReadUnaligned<ulong>(block + 48);
            Vector256.Create(ReadD(words) * 0.125f).Store(scales);
            for (var group = 0; group < 16; group++, integers += 16)
            {
                var factor = (2 * ((int)(words >> ((16 * (group / 4)) + (3 * (group % 4)))) & 7)) + 1;
                uint nibbles = block[32 + group];
                var codewords = Vector128.Create(
                    codebook[block[2 * group] | ((nibbles << 8) & 0x700)],
                    codebook[block[(2 * group) + 1] | ((nibbles << 4) & 0x700)]).AsSByte();
                var delta = Vector128.Create(DeltaOfEight(nibbles >> 3), DeltaOfEight(nibbles >> 7)).AsSByte();
                ShortIntegers.StoreScaled(Codewords.TimesEight(codewords.ToVector256Unsafe()).GetLower() + delta, factor, integers);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        var codebook = Codebook.IQ1.Eights;
        for (; count > 0; count--, block += 56)
        {
            var words = Unsafe.ReadUnaligned<ulong>(block + 48);
            var d = ReadD(words);
            for (var group = 0; group < 16; group++, values += 16)
            {
                // Four scales per word; the remaining nibble of the word is a part of d.
                var scaleBits = (uint)(words >> ((16 * (group / 4)) + (3 * (group % 4)))) & 7;
                var scale = Vector256.Create(d * ((2 * scaleBits) + 1));
                uint nibbles = block[32 + group];
                var first = block[2 * group] | ((nibbles << 8) & 0x700);
                var second = block[(2 * group) + 1] | ((nibbles << 4) & 0x700);
                Codewords.ShiftAndScale(codebook[first], Codewords.Delta(nibbles >> 3), scale, values);
                Codewords.ShiftAndScale(codebook[second], Codewords.Delta(nibbles >> 7), scale, values + 8);
            }
        }
    }

    private static float ReadD(ulong words) => (float)BitConverter.UInt16BitsToHalf(
        (ushort)(((words >> 12) & 0x000F) | ((words >> 24) & 0x00F0) | ((words >> 36) & 0x0F00) | ((words >> 48) & 0xF000)));

    /// <summary>Eight times delta in eight bytes: 1, or -1 if the lowest bit is set. Branch-free, because the bit is random.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong DeltaOfEight(uint signBit) => 0x0101_0101_0101_0101UL * (byte)(1 - (2 * (int)(signBit & 1)));
}
