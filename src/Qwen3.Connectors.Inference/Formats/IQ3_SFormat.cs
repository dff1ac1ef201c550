using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>
/// IQ3_S: half d | 64 low bytes of codebook indices | 64 ninth bits | 32 bytes of signs | 8 nibbles of scale; value = d * (1 + 2 *
/// scale) * codeword.
/// </summary>
/// <remarks>One index per 4 values, one scale per 32 values.</remarks>
internal sealed unsafe class IQ3_SFormat() : IntegerFormat(GgmlType.IQ3_S, blockLength: 256, blockBytes: 110, maxMagnitude: 15)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DecodeIntegers(byte* block, int count, short* integers, float* scales, float* minimums)
    {
        var codebook = Codebook.IQ3_S.Fours;
        var masksOf = SignMasks.AllBytes;
        for (; count > 0; count--, block += 110)
        {
            var d = HalfPrecision.Read(block);
            var index = block + 2;
            var signs = block + 74;
            for (var group = 0; group < 8; group++, integers += 32, index += 8, signs += 4)
            {
                var nibble = (block[106 + (group / 2)] >> (4 * (group & 1))) & 15;
                uint bits = block[66 + group];
                var magnitudes = Vector256.Create(
                    codebook[index[0] | ((bits << 8) & 256)], codebook[index[1] | ((bits << 7) & 256)],
                    codebook[index[2] | ((bits << 6) & 256)], codebook[index[3] | ((bits << 5) & 256)],
                    codebook[index[4] | ((bits << 4) & 256)], codebook[index[5] | ((bits << 3) & 256)],
                    codebook[index[6] | ((bits << 2) & 256)], codebook[index[7] | ((bits << 1) & 256)]).AsUInt64();
                var masks = Vector256.Create(masksOf[signs[0]], masksOf[signs[1]], masksOf[signs[2]], masksOf[signs[3]]);
                ShortIntegers.Store(Codewords.Sign(magnitudes, masks), integers);
                *scales++ = d * (1 + (2 * nibble));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        var codebook = Codebook.IQ3_S.Fours;
        var signMasks = SignMasks.All;
        for (; count > 0; count--, block += 110)
        {
            var d = HalfPrecision.Read(block);
            var index = block + 2;
            var signs = block + 74;
            for (var group = 0; group < 8; group++, values += 32, index += 8, signs += 4)
            {
                var nibble = (block[106 + (group / 2)] >> (4 * (group & 1))) & 15;
                var scale = Vector256.Create(d * (1 + (2 * nibble)));
                uint bits = block[66 + group];
                var first = Codewords.Join(codebook[index[0] | ((bits << 8) & 256)], codebook[index[1] | ((bits << 7) & 256)]);
                var second = Codewords.Join(codebook[index[2] | ((bits << 6) & 256)], codebook[index[3] | ((bits << 5) & 256)]);
                var third = Codewords.Join(codebook[index[4] | ((bits << 4) & 256)], codebook[index[5] | ((bits << 3) & 256)]);
                var fourth = Codewords.Join(codebook[index[6] | ((bits << 2) & 256)], codebook[index[7] | ((bits << 1) & 256)]);
                Codewords.ScaleAndSign(first, scale, signMasks + (8 * signs[0]), values);
                Codewords.ScaleAndSign(second, scale, signMasks + (8 * signs[1]), values + 8);
                Codewords.ScaleAndSign(third, scale, signMasks + (8 * signs[2]), values + 16);
                Codewords.ScaleAndSign(fourth, scale, signMasks + (8 * signs[3]), values + 24);
            }
        }
    }
}
