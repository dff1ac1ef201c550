using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Estimation;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.Estimation;

public class ModelEstimateTests
{
    [Fact]
    public void A_shape_of_a_catalog_gives_about_what_the_file_gives()
    {
        using var file = new TemporaryFile();
        HeaderOnlyModel.Save(HeaderOnlyModel.Smallest, file.Path);

        // What a catalog knows: shape, file length, main type. Real files have a vocabulary of 6 MB in their header, which this one lacks.
        var fromFile = ModelEstimate.For(ModelDescription.Read(file.Path) with { HeaderBytes = 6_000_000 });
        var fromCatalog = ModelEstimate.For(
            HeaderOnlyModel.Smallest, HeaderOnlyModel.Weights with { FileBytes = new FileInfo(file.Path).Length });
        Assert.InRange((double)fromCatalog.Memory.PeakBytes / fromFile.Memory.PeakBytes, 0.95, 1.05);
        Assert.Equal(fromFile.Memory.ActivationBytes, fromCatalog.Memory.ActivationBytes);
        Assert.Equal(fromFile.Memory.PrefixCacheBytes, fromCatalog.Memory.PrefixCacheBytes);
        Assert.Equal(fromFile.DiskBytes, fromCatalog.DiskBytes);
    }

    [Fact]
    public void A_token_of_the_prefix_cache_takes_what_the_options_say()
    {
        // 224 KiB with 0.6B, 288 KiB with 8B; rows are padded a little.
        static double PerToken(ModelShape shape) => ModelEstimate.For(shape, HeaderOnlyModel.Weights, new() { PrefixCacheTokens = 1000 }).Memory.PrefixCacheBytes / 1000.0 / 1024;
        Assert.InRange(PerToken(HeaderOnlyModel.Smallest), 224, 226);
        Assert.InRange(PerToken(HeaderOnlyModel.Largest), 288, 290);
        Assert.Equal(0, ModelEstimate.For(HeaderOnlyModel.Smallest, HeaderOnlyModel.Weights, new() { PrefixCacheTokens = 0 }).Memory.PrefixCacheBytes);
    }

    [Fact]
    public void Activations_grow_with_the_budget_and_weights_do_not()
    {
        static MemoryEstimate With(int tokens) => ModelEstimate.For(HeaderOnlyModel.Smallest, HeaderOnlyModel.Weights, new() { BatchTokens = tokens, ThreadCount = 2 }).Memory;
        var (small, large, largest) = (With(1024), With(2048), With(4096));
        Assert.Equal(small.WeightBytes, largest.WeightBytes);

        // Beyond a chunk: the residual stream, angles, keys and values of a layer, and lists of tokens.
        var perToken = (sizeof(float) * (1024 + 128 + (2 * 1024))) + 60;
        Assert.Equal(perToken, (large.ActivationBytes - small.ActivationBytes) / 1024.0, perToken * 0.02);
        Assert.Equal(perToken, (largest.ActivationBytes - large.ActivationBytes) / 2048.0, perToken * 0.02);
    }

    [Fact]
    public void A_text_as_long_as_the_context_is_estimated_apart()
    {
        var estimate = ModelEstimate.For(HeaderOnlyModel.Smallest, HeaderOnlyModel.Weights);
        Assert.Equal((4096, 32768), (estimate.Memory.BatchTokens, estimate.LongestTextMemory.BatchTokens));
        Assert.True(estimate.LongestTextMemory.PeakBytes > estimate.Memory.PeakBytes);
        Assert.Equal(ModelEstimate.For(HeaderOnlyModel.Smallest, HeaderOnlyModel.Weights, new() { BatchTokens = 32768 }).Memory, estimate.LongestTextMemory);
        Assert.Equal(65536, ModelEstimate.For(HeaderOnlyModel.Smallest, HeaderOnlyModel.Weights, new() { BatchTokens = 65536 }).LongestTextMemory.BatchTokens);
    }

    [Fact]
    public void Options_out_of_range_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ModelEstimate.For(HeaderOnlyModel.Smallest, HeaderOnlyModel.Weights, new() { BatchTokens = 1 }));

    [Theory]
    [InlineData("Q8_0")]
    [InlineData("Q4_K_M")]
    [InlineData("MXFP4")]
    public void A_probe_gives_a_speed_for_any_type_and_finite_numbers(string type)
    {
        // Five layers of this take a millisecond: the number itself depends on the machine.
        var model = ModelDescription.Read(GoldenModels.EmbeddingFile);
        var weights = ModelWeights.Of(model) with { LayerTypes = new Dictionary<string, long> { [type] = 1 } };
        var speed = MachineProbe.MeasureSpeed(model.Shape with { LayerCount = 5 }, weights, new() { ThreadCount = 1 })!;
        Assert.Equal((512, 1), (speed.TextTokens, speed.ThreadCount));
        Assert.InRange(speed.TokensPerSecond, 1, 1e9);
    }

    [Fact]
    public void A_probe_names_what_it_cannot_measure()
    {
        static string Refusal(ModelShape shape, ModelWeights? weights = null) =>
            Assert.Throws<ArgumentException>(() => MachineProbe.MeasureSpeed(shape, weights ?? HeaderOnlyModel.Weights)).Message;
        static ModelWeights Types(params string[] types) => HeaderOnlyModel.Weights with { LayerTypes = types.ToDictionary(type => type, _ => 1L) };
        var shape = HeaderOnlyModel.Smallest;
        Assert.Contains("'Q9_9'", Refusal(shape, Types("Q9_9")), StringComparison.Ordinal);
        Assert.Contains("types is empty", Refusal(shape, Types()), StringComparison.Ordinal);
        Assert.Contains("positive", Refusal(shape with { HeadCount = 0 }), StringComparison.Ordinal);
        Assert.Contains("1000 columns", Refusal(shape with { HiddenSize = 1000 }), StringComparison.Ordinal);
    }
}
