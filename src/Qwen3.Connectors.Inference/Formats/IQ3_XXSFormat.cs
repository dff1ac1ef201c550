using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>
/// IQ3_XXS: half d | 64 codebook indices | for each 32 values four 7-bit sign indices and a 4-bit scale; value = d * (scale + 0.5) / 2
/// * codeword.
/// </summary>
/// <remarks>One index per 4 values.</remarks>
internal sealed unsafe class IQ3_XXSFormat() : IntegerFormat(GgmlType.IQ3_XXS, blockLength: 256, blockBytes: 98, maxMagnitude: 62)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DecodeIntegers(byte* block, int count, short* integers, float* scales, float* minimums)
    {
        var codebook = Codebook.IQ3_XXS.Fours;
        var masksOf = SignMasks.EvenBytes;
        for (; count > 0; count--, block += 98)
        {
            var d = HalfPrecision.Read(block);
            var index = block + 2;
            for (var group = 0; group < 8; group++, integers += 32, index += 8)
            {
                var bits = Unsafe.ReadUnaligned<uint>(block + 66 + (4 * group));
                var magnitudes = Vector256.Create(
                    codebook[index[0]], codebook[index[1]], codebook[index[2]], codebook[index[3]],
                    codebook[index[4]], codebook[index[5]], codebook[index[6]], codebook[index[7]]).AsUInt64();
                var masks = Vector256.Create(
                    masksOf[bits & 127], masksOf[(bits >> 7) & 127], masksOf[(bits >> 14) & 127], masksOf[(bits >> 21) & 127]);
                ShortIntegers.Store(Codewords.Sign(magnitudes, masks), integers);
                *scales++ = d * (0.5f + (bits >> 28)) * 0.5f;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        var codebook = Codebook.IQ3_XXS.Fours;
        var signMasks = SignMasks.Even;
        for (; count > 0; count--, block += 98)
        {
            var d = HalfPrecision.Read(block);
            var index = block + 2;
            for (var group = 0; group < 8; group++, values += 32, index += 8)
            {
                var signs = Unsafe.ReadUnaligned<uint>(block + 66 + (4 * group));
                var scale = Vector256.Create(d * (0.5f + (signs >> 28)) * 0.5f);
                var first = Codewords.Join(codebook[index[0]], codebook[index[1]]);
                var second = Codewords.Join(codebook[index[2]], codebook[index[3]]);
                var third = Codewords.Join(codebook[index[4]], codebook[index[5]]);
                var fourth = Codewords.Join(codebook[index[6]], codebook[index[7]]);
                Codewords.ScaleAndSign(first, scale, signMasks + (8 * (signs & 127)), values);
                Codewords.ScaleAndSign(second, scale, signMasks + (8 * ((signs >> 7) & 127)), values + 8);
                Codewords.ScaleAndSign(third, scale, signMasks + (8 * ((signs >> 14) & 127)), values + 16);
                Codewords.ScaleAndSign(fourth, scale, signMasks + (8 * ((signs >> 21) & 127)), values + 24);
            }
        }
    }
}
