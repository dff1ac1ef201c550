using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>
/// IQ3_S: half d | 64 low bytes of codebook indices | 64 ninth bits | 32 bytes of signs | 8 nibbles of scale; value = d * (1 + 2 * scale) * codeword.
/// </summary>
/// <remarks>An index stands for 4 values, a scale is that of 32.</remarks>
internal sealed unsafe class IQ3_SFormat() : BlockFormat(GgmlType.IQ3_S, blockLength: 256, blockBytes: 110)
{
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        var codebook = Codebook.IQ3_S.Fours;
        var signMasks = SignMasks.All;
        for (; count > 0; count--, block += 110)
        {
            var d = HalfPrecision.Read(block);
            var index = block + 2;
            var signs = block + 74;
            for (var group = 0; group < 8; group++, index += 8, signs += 4)
            {
                var nibble = (block[106 + (group / 2)] >> (4 * (group & 1))) & 15;
                var scale = Vector256.Create(d * (1 + (2 * nibble)));
                // Bit i moves to bit 8, the ninth of index i.
                var ninthBits = (uint)block[66 + group] << 8;
                for (var i = 0; i < 8; i += 2, ninthBits >>= 2, values += 8)
                {
                    var codeword = codebook[index[i] | (ninthBits & 256)] | ((ulong)codebook[index[i + 1] | ((ninthBits >> 1) & 256)] << 32);
                    Codewords.ScaleAndSign(codeword, scale, signMasks + (8 * signs[i / 2]), values);
                }
            }
        }
    }
}
