using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>
/// IQ2_S: half d | 32 low bytes of codebook indices | 32 bytes of signs | 32 pairs of index high bits | 16 nibbles of scale;
/// value = d * (scale + 0.5) / 4 * codeword.
/// </summary>
/// <remarks>One index per 8 values, one scale per 16 values.</remarks>
internal sealed unsafe class IQ2_SFormat() : IntegerFormat(GgmlType.IQ2_S, blockLength: 256, blockBytes: 82, maxMagnitude: 1333)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DecodeIntegers(byte* block, int count, short* integers, float* scales, float* minimums)
    {
        var codebook = Codebook.IQ2_S.Eights;
        var masksOf = SignMasks.AllBytes;
        for (; count > 0; count--, block += 82, scales += 8)
        {
            Vector256.Create(HalfPrecision.Read(block) * 0.125f).Store(scales);
            var index = block + 2;
            var signs = block + 34;
            for (var group = 0; group < 8; group++, integers += 32, index += 4, signs += 4)
            {
                uint highBits = block[66 + group];
                int nibbles = block[74 + group];
                var magnitudes = Vector256.Create(
                    codebook[index[0] | ((highBits << 8) & 0x300)], codebook[index[1] | ((highBits << 6) & 0x300)],
                    codebook[index[2] | ((highBits << 4) & 0x300)], codebook[index[3] | ((highBits << 2) & 0x300)]);
                var masks = Vector256.Create(masksOf[signs[0]], masksOf[signs[1]], masksOf[signs[2]], masksOf[signs[3]]);
                ShortIntegers.StoreScaled(
                    Codewords.Sign(magnitudes, masks), (2 * (nibbles & 15)) + 1, (2 * (nibbles >> 4)) + 1, integers);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        var codebook = Codebook.IQ2_S.Eights;
        var signMasks = SignMasks.All;
        for (; count > 0; count--, block += 82)
        {
            var d = HalfPrecision.Read(block);
            var index = block + 2;
            var signs = block + 34;
            for (var group = 0; group < 8; group++, values += 32, index += 4, signs += 4)
            {
                uint highBits = block[66 + group];
                int nibbles = block[74 + group];
                var first = Vector256.Create(d * (0.5f + (nibbles & 15)) * 0.25f);
                var second = Vector256.Create(d * (0.5f + (nibbles >> 4)) * 0.25f);
                Codewords.ScaleAndSign(codebook[index[0] | ((highBits << 8) & 0x300)], first, signMasks + (8 * signs[0]), values);
                Codewords.ScaleAndSign(codebook[index[1] | ((highBits << 6) & 0x300)], first, signMasks + (8 * signs[1]), values + 8);
                Codewords.ScaleAndSign(codebook[index[2] | ((highBits << 4) & 0x300)], second, signMasks + (8 * signs[2]), values + 16);
                Codewords.ScaleAndSign(codebook[index[3] | ((highBits << 2) & 0x300)], second, signMasks + (8 * signs[3]), values + 24);
            }
        }
    }
}
