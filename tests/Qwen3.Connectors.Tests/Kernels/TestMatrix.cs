using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Qwen3.Connectors.Inference.Formats;
using Qwen3.Connectors.Inference.Kernels;
using Qwen3.Connectors.Tests.Formats;

namespace Qwen3.Connectors.Tests.Kernels;

/// <summary>A random matrix in a file format, with its values.</summary>
internal sealed unsafe class TestMatrix
{
    private readonly byte[] _bytes;

    public TestMatrix(BlockFormat format, int rows, int depth, int seed)
    {
        // Pinned for as long as this object lives, like a file that stays mapped.
        _bytes = GC.AllocateArray<byte>(checked((int)format.ByteLength(depth)) * rows, pinned: true);
        CreateBytes(format, rows * depth / format.BlockLength, seed).CopyTo(_bytes, 0);
        Weights = new WeightMatrix(format, (byte*)Unsafe.AsPointer(ref _bytes[0]), rows, depth);
        Values = [.. Enumerable.Range(0, rows).Select(row =>
        {
            var values = new float[depth];
            Weights.DecodeRow(row, values);
            return values;
        })];
    }

    public WeightMatrix Weights { get; }

    /// <summary>The decoded rows, <c>[rows][depth]</c>.</summary>
    public float[][] Values { get; }

    private static byte[] CreateBytes(BlockFormat format, int blocks, int seed)
    {
        if (format.Type == GgmlType.F32)
        {
            return MemoryMarshal.AsBytes(RandomFloats.Create(new Random(seed), blocks).AsSpan()).ToArray();
        }

        var bytes = RandomBlocks.Create(format, blocks, seed);
        for (var block = 0; block < blocks && format.Type == GgmlType.MXFP4; block++)
        {
            // Exponents around 1, so that no sum overflows.
            bytes[block * format.BlockBytes] = (byte)(120 + (bytes[block * format.BlockBytes] % 16));
        }

        return bytes;
    }
}
