using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Estimation;
using Qwen3.Connectors.Tests.Estimation;
using Qwen3.Connectors.Tests.Gguf;
using Qwen3.Connectors.Tests.Models.Verification;

namespace Qwen3.Connectors.Tests.Loading;

/// <summary>Numbers of a header whose products overflow, contradict the tensors or are implausible are refused before anything is allocated from them.</summary>
public class HeaderProductTests
{
    private const long MaxAllocated = 8 << 20;

    /// <summary>
    /// The first is the file that ended the process: 2^20 + 1 heads of 4,096 features are 4,096 features in 32 bits, as the tensors have. The others are
    /// further products and numbers that the engine allocates from.
    /// </summary>
    public static TheoryData<string, uint> Numbers => new()
    {
        { "attention.head_count", (1 << 20) + 1 },
        { "attention.head_count", 1 << 24 },
        { "attention.head_count", 2 },
        { "attention.head_count_kv", (1 << 20) + 1 },
        { "attention.head_count_kv", 1 << 24 },
        { "feed_forward_length", 1 << 24 },
        { "feed_forward_length", (1 << 24) - 1 },
        { "feed_forward_length", 64 },
        { "block_count", 1 << 24 },
        { "block_count", 2 },
        { "embedding_length", 1 << 24 },
        { "embedding_length", 64 },
        { "embedding_length", uint.MaxValue },
        { "context_length", uint.MaxValue },
        { "context_length", 0 },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_number_that_the_tensors_contradict_is_refused(string key, uint value)
    {
        var isHeads = key.StartsWith("attention", StringComparison.Ordinal);
        var tiny = new TinyQwen3(new() { Layers = 1, Hidden = 256, Heads = 1, KvHeads = 1, HeadDim = isHeads ? 4096 : 32, Ffn = 32 });
        var rewriter = new GgufRewriter(tiny).WithoutKey($"qwen3.{key}");
        rewriter.Writer.Put($"qwen3.{key}", value);
        using var file = new TemporaryFile(rewriter.ToArray());
        await AssertRefusedAsync(file.Path);
    }

    [Fact]
    public async Task Both_head_counts_together_are_refused()
    {
        var tiny = new TinyQwen3(new() { Layers = 1, Hidden = 32, Heads = 1, KvHeads = 1, HeadDim = 4096, Ffn = 32 });
        var rewriter = new GgufRewriter(tiny).WithoutKey("qwen3.attention.head_count").WithoutKey("qwen3.attention.head_count_kv");
        rewriter.Writer.Put("qwen3.attention.head_count", (1u << 20) + 1).Put("qwen3.attention.head_count_kv", (1u << 20) + 1);
        using var file = new TemporaryFile(rewriter.ToArray());
        await AssertRefusedAsync(file.Path);
    }

    /// <summary>The tensors have the dimensions that the metadata says, in a file of holes.</summary>
    [Theory]
    [InlineData(1, 32, 1, 1 << 18, 1, 128)]
    [InlineData(1, 32, 4096, 32, 32, 128)]
    [InlineData(300, 32, 32, 32, 1, 32)]
    [InlineData(1, 1 << 18, 32, 32, 1, 32)]
    public async Task A_sparse_file_of_an_implausible_shape_is_refused(int layers, int hidden, int feedForward, int heads, int keyHeads, int headSize)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "this system's files are not sparse by themselves");
        using var file = new TemporaryFile();
        var shape = HeaderOnlyModel.Smallest with
        {
            LayerCount = layers, HiddenSize = hidden, FeedForwardSize = feedForward, HeadCount = heads, KeyValueHeadCount = keyHeads, HeadSize = headSize, VocabularySize = 512,
        };
        HeaderOnlyModel.Save(shape, file.Path, isFloat: true);
        await AssertRefusedAsync(file.Path);
    }

    [Fact]
    public void An_estimate_of_an_implausible_shape_is_refused_and_a_layer_too_large_is_not_measured()
    {
        var wide = HeaderOnlyModel.Smallest with { FeedForwardSize = 1 << 24 };
        Assert.Contains("16,777,216", Assert.Throws<ArgumentException>(() => ModelEstimate.For(wide, HeaderOnlyModel.Weights)).Message, StringComparison.Ordinal);
        Assert.Contains("16,777,216", Assert.Throws<ArgumentException>(() => MachineProbe.MeasureSpeed(wide, HeaderOnlyModel.Weights)).Message, StringComparison.Ordinal);
        var largest = HeaderOnlyModel.Smallest with { HiddenSize = 1 << 16, FeedForwardSize = 1 << 18 };
        var weights = HeaderOnlyModel.Weights with { FileBytes = long.MaxValue };
        Assert.Null(MachineProbe.MeasureSpeed(largest, weights));
        Assert.True(ModelEstimate.For(largest, weights).Memory.PeakBytes > 0);
        Assert.Null(MachineProbe.MeasureSpeed(HeaderOnlyModel.Largest, HeaderOnlyModel.Weights with { FileBytes = 1 << 20 }));
    }

    private static async Task AssertRefusedAsync(string path)
    {
        var heap = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotEmpty(Assert.Throws<InvalidModelException>(() => EmbeddingModel.Load(path).Dispose()).Message);
        Assert.NotEmpty(Assert.Throws<InvalidModelException>(() => RerankerModel.Load(path).Dispose()).Message);
        Assert.NotEmpty(Assert.Throws<InvalidModelException>(() => ModelDescription.Read(path)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - heap, 0, MaxAllocated);
        Assert.False((await Verified.FileAsync(path)).Passed);
    }
}
