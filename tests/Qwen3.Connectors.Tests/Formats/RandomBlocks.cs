using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Tests.Formats;

/// <summary>Blocks of random bytes whose halves are finite numbers.</summary>
internal static class RandomBlocks
{
    public static byte[] Create(BlockFormat format, int count, int seed)
    {
        var blocks = new byte[count * format.BlockBytes];
        new Random(seed).NextBytes(blocks);
        for (var block = 0; block < count; block++)
        {
            foreach (var highByte in HighBytesOfHalves(format.Type))
            {
                // An exponent below 31; the byte's low bits stay, so subnormals and both signs occur.
                blocks[(block * format.BlockBytes) + highByte] &= 0xBF;
            }
        }

        return blocks;
    }

    private static int[] HighBytesOfHalves(GgmlType type) => type switch
    {
        GgmlType.F32 or GgmlType.MXFP4 => [],
        GgmlType.Q4_1 or GgmlType.Q5_1 or GgmlType.Q4_K or GgmlType.Q5_K => [1, 3],
        GgmlType.Q2_K => [81, 83],
        GgmlType.Q3_K => [109],
        GgmlType.Q6_K => [209],
        GgmlType.IQ1_M => [55],
        _ => [1],
    };
}
