using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>
/// IQ2_XXS: half d | for each 32 values four codebook indices, four 7-bit sign indices and a 4-bit scale; value = d * (scale + 0.5) / 4
/// * codeword.
/// </summary>
internal sealed unsafe class IQ2_XXSFormat() : IntegerFormat(GgmlType.IQ2_XXS, blockLength: 256, blockBytes: 66, maxMagnitude: 43)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DecodeIntegers(byte* block, int count, short* integers, float* scales, float* minimums)
    {
        var codebook = Codebook.IQ2_XXS.Eights;
        var signs = SignMasks.EvenBytes;
        for (; count > 0; count--, block += 66)
        {
            var d = HalfPrecision.Read(block);
            for (var group = block + 2; group < block + 66; group += 8, integers += 32)
            {
                var bits = Unsafe.ReadUnaligned<uint>(group + 4);
                var magnitudes = Vector256.Create(codebook[group[0]], codebook[group[1]], codebook[group[2]], codebook[group[3]]);
                var masks = Vector256.Create(
                    signs[bits & 127], signs[(bits >> 7) & 127], signs[(bits >> 14) & 127], signs[(bits >> 21) & 127]);
                ShortIntegers.Store(Codewords.Sign(magnitudes, masks), integers);
                *scales++ = d * (0.5f + (bits >> 28)) * 0.25f;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        var codebook = Codebook.IQ2_XXS.Eights;
        var signMasks = SignMasks.Even;
        for (; count > 0; count--, block += 66)
        {
            var d = HalfPrecision.Read(block);
            for (var group = block + 2; group < block + 66; group += 8, values += 32)
            {
                var signsAndScale = Unsafe.ReadUnaligned<uint>(group + 4);
                var scale = Vector256.Create(d * (0.5f + (signsAndScale >> 28)) * 0.25f);
                Codewords.ScaleAndSign(codebook[group[0]], scale, signMasks + (8 * (signsAndScale & 127)), values);
                Codewords.ScaleAndSign(codebook[group[1]], scale, signMasks + (8 * ((signsAndScale >> 7) & 127)), values + 8);
                Codewords.ScaleAndSign(codebook[group[2]], scale, signMasks + (8 * ((signsAndScale >> 14) & 127)), values + 16);
                Codewords.ScaleAndSign(codebook[group[3]], scale, signMasks + (8 * ((signsAndScale >> 21) & 127)), values + 24);
            }
        }
    }
}
