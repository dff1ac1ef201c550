using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>
/// IQ2_XXS: half d | for each 32 values four codebook indices, four 7-bit sign indices and a 4-bit scale; value = d * (scale + 0.5) / 4
/// * codeword.
/// </summary>
internal sealed unsafe class IQ2_XXSFormat() : BlockFormat(GgmlType.IQ2_XXS, blockLength: 256, blockBytes: 66)
{
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
