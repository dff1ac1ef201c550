using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Estimation;
using Qwen3.Connectors.Inference.Formats;
using Qwen3.Connectors.Inference.Kernels;
using Qwen3.Connectors.Inference.Threading;
using Qwen3.Connectors.Inference.Transformer;
using Qwen3.Connectors.Tests.Estimation;

namespace Qwen3.Connectors.Tests.Transformer;

/// <summary>A layer allocates nothing: a network of many layers allocates as much per batch as one of few.</summary>
public class AllocationTests
{
    private static readonly ModelShape s_shape =
        HeaderOnlyModel.Smallest with { HiddenSize = 256, FeedForwardSize = 512, HeadCount = 4, KeyValueHeadCount = 2, HeadSize = 64 };

    [Theory]
    [InlineData("Q8_0")]
    [InlineData("Q4_K")]
    [InlineData("F16")]
    public void Layers_allocate_nothing(string format)
    {
        // One thread executes all tasks, so that their allocations are counted too.
        using var pool = new ParallelRunner(1);
        using var probe = new ProbeWeights(s_shape, BlockFormat.Find(Enum.Parse<GgmlType>(format))!);
        using var few = new Qwen3Transformer(s_shape, probe.Repeat(layerCount: 2), KernelOf(format), pool);
        using var many = new Qwen3Transformer(s_shape, probe.Repeat(layerCount: 12), KernelOf(format), pool);
        foreach (var lengths in (int[][])[[12], [300], [40, 40, 7], [1100]])
        {
            Assert.Equal(AllocatedBy(few, lengths), AllocatedBy(many, lengths));
        }
    }

    /// <summary>Integer products on any machine, and float ones for weights that are no integers.</summary>
    private static GemmMicroKernel KernelOf(string format) => GemmMicroKernel.Find(format == "F16" ? "portable" : "portable-int16")!;

    /// <summary>Bytes that a batch allocates once all buffers have their size.</summary>
    private static long AllocatedBy(Qwen3Transformer network, int[] lengths)
    {
        var texts = lengths.Select(length => new int[length]).ToArray();
        var output = new float[texts.Length * s_shape.HiddenSize];
        var least = long.MaxValue;
        for (var run = 0; run < 3; run++)
        {
            var batch = new BatchPlanner(sharePrefixes: false, cache: null, createPrefix: null).Plan(texts);
            var before = GC.GetAllocatedBytesForCurrentThread();
            network.Forward(batch, output, () => { });
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
