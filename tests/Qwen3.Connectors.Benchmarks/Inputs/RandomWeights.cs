using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Qwen3.Connectors.Inference.Formats;
using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Benchmarks.Inputs;

/// <summary>A matrix of random blocks in a weight format. All values are finite and small.</summary>
internal sealed unsafe class RandomWeights
{
    // Repeated over the matrix: the time depends on addresses, not on values.
    private const int DistinctBlocks = 1024;

    private readonly byte[] _bytes;

    public RandomWeights(BlockFormat format, int rows, int depth)
    {
        _bytes = GC.AllocateUninitializedArray<byte>(checked((int)(format.ByteLength(depth) * rows)), pinned: true);
        var pattern = CreateBlocks(format);
        for (var at = 0; at < _bytes.Length; at += pattern.Length)
        {
            var length = Math.Min(pattern.Length, _bytes.Length - at);
            pattern.AsSpan(0, length).CopyTo(_bytes.AsSpan(at));
        }

        Matrix = new WeightMatrix(format, (byte*)Unsafe.AsPointer(ref _bytes[0]), rows, depth);
    }

    /// <summary>The matrix; valid while this object is reachable.</summary>
    public WeightMatrix Matrix { get; }

    /// <summary>Creates random blocks whose values are finite and small.</summary>
    /// <returns>The bytes of a number of whole blocks.</returns>
    public static byte[] CreateBlocks(BlockFormat format)
    {
        var random = new Random(1);
        if (format.Type == GgmlType.F32)
        {
            var values = Enumerable.Range(0, DistinctBlocks).Select(_ => (random.NextSingle() - 0.5f) / 16).ToArray();
            return MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        }

        var blocks = new byte[DistinctBlocks * format.BlockBytes];
        random.NextBytes(blocks);
        for (var start = 0; start < blocks.Length; start += format.BlockBytes)
        {
            var block = blocks.AsSpan(start, format.BlockBytes);
            foreach (var high in HighBytesOfScales(format.Type))
            {
                // A sign and an exponent of at most 2^-9 for halves, and small but normal numbers for bfloat16.
                block[high] = format.Type == GgmlType.BF16 ? (byte)((block[high] & 0x80) | 0x3C) : (byte)((block[high] & 0x83) | 0x14);
            }

            if (format.Type == GgmlType.MXFP4)
            {
                block[0] = 120;
            }
        }

        return blocks;
    }

    private static int[] HighBytesOfScales(GgmlType type) => type switch
    {
        GgmlType.MXFP4 => [],
        GgmlType.Q4_1 or GgmlType.Q5_1 or GgmlType.Q4_K or GgmlType.Q5_K => [1, 3],
        GgmlType.Q2_K => [81, 83],
        GgmlType.Q3_K => [109],
        GgmlType.Q6_K => [209],
        // The scale consists of the high four bits of four bytes; these contain sign and exponent.
        GgmlType.IQ1_M => [55],
        _ => [1],
    };
}
