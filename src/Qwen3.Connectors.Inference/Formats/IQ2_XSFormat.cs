using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>
/// IQ2_XS: half d | 32 pairs of a 9-bit codebook index and a 7-bit sign index | 16 nibbles of scale; value = d * (scale + 0.5) / 4 *
/// codeword.
/// </summary>
/// <remarks>One pair per 8 values, one scale per 16 values.</remarks>
internal sealed unsafe class IQ2_XSFormat() : IntegerFormat(GgmlType.IQ2_XS, blockLength: 256, blockBytes: 74, maxMagnitude: 1333)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DecodeIntegers(byte* block, int count, short* integers, float* scales, float* minimums)
    {
        var codebook = Codebook.IQ2_XS.Eights;
        var signs = SignMasks.EvenBytes;
        for (; count > 0; count--, block += 74, scales += 8)
        {
            Vector256.Create(HalfPrecision.Read(block) * 0.125f).Store(scales);
            for (var group = 0; group < 8; group++, integers += 32)
            {
                int nibbles = block[66 + group];
                var pairs = Unsafe.ReadUnaligned<ulong>(block + 2 + (8 * group));
                var magnitudes = Vector256.Create(
                    codebook[pairs & 511], codebook[(pairs >> 16) & 511], codebook[(pairs >> 32) & 511], codebook[(pairs >> 48) & 511]);
                var masks = Vector256.Create(
                    signs[(pairs >> 9) & 127], signs[(pairs >> 25) & 127], signs[(pairs >> 41) & 127], signs[pairs >> 57]);
                ShortIntegers.StoreScaled(
                    Codewords.Sign(magnitudes, masks), (2 * (nibbles & 15)) + 1, (2 * (nibbles >> 4)) + 1, integers);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        var codebook = Codebook.IQ2_XS.Eights;
        var signMasks = SignMasks.Even;
        for (; count > 0; count--, block += 74)
        {
            var d = HalfPrecision.Read(block);
            for (var group = 0; group < 8; group++, values += 32)
            {
                int nibbles = block[66 + group];
                var first = Vector256.Create(d * (0.5f + (nibbles & 15)) * 0.25f);
                var second = Vector256.Create(d * (0.5f + (nibbles >> 4)) * 0.25f);
                var pairs = Unsafe.ReadUnaligned<ulong>(block + 2 + (8 * group));
                Codewords.ScaleAndSign(codebook[pairs & 511], first, signMasks + (8 * ((pairs >> 9) & 127)), values);
                Codewords.ScaleAndSign(codebook[(pairs >> 16) & 511], first, signMasks + (8 * ((pairs >> 25) & 127)), values + 8);
                Codewords.ScaleAndSign(codebook[(pairs >> 32) & 511], second, signMasks + (8 * ((pairs >> 41) & 127)), values + 16);
                Codewords.ScaleAndSign(codebook[(pairs >> 48) & 511], second, signMasks + (8 * (pairs >> 57)), values + 24);
            }
        }
    }
}
