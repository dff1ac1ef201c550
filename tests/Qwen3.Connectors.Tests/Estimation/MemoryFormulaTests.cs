using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Estimation;
using Qwen3.Connectors.Inference.Gguf;
using Qwen3.Connectors.Inference.Kernels;
using Qwen3.Connectors.Inference.KvCache;
using Qwen3.Connectors.Inference.Tokenization;
using Qwen3.Connectors.Inference.Transformer;
using Qwen3.Connectors.Tests.Gguf;
using Qwen3.Connectors.Tests.Transformer;

namespace Qwen3.Connectors.Tests.Estimation;

/// <summary>Compares the formulas of estimates with the engine's allocations: a new buffer makes these tests fail.</summary>
[Collection(TestsAlone.Name)]
public class MemoryFormulaTests
{
    public static MatrixTheoryData<string, bool> Kernels => new(GemmMicroKernel.Names, [false, true]);

    [Theory]
    [MemberData(nameof(Kernels))]
    public async Task Buffers_of_a_batch_are_those_of_the_formula(string kernel, bool hasIntegers)
    {
        using var floats = new TemporaryFile(new TinyQwen3().ToArray());
        var file = hasIntegers ? GoldenQuantModels.PathOf("q4_k_m.gguf") : floats.Path;
        foreach (var words in (int[][])[[1], [300], [40, 200, 7], [2500]])
        {
            var before = LiveBytes();
            using var model = EmbeddingModel.Load(file, new()
            {
                ThreadCount = 1,
                BatchTokens = 8192,
                PrefixCacheTokens = 0,
                SharePrefixes = false,
                Kernel = kernel
            });
            var texts = words.Select((count, i) => string.Join(' ', Enumerable.Repeat($"{(char)('a' + i)}", count))).ToArray();
            var results = await model.EmbedAsync(texts, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(1, model.Statistics.BatchesRun);
            var expected = TransformerMemory.BufferBytes(
                model.Description.Shape, GemmMicroKernel.Find(kernel)!, threadCount: 1, results.Sum(result => result.TokenCount),
                texts.Length, ModelWeights.Of(model.Description).HasIntegers);
            Assert.Equal(hasIntegers, ModelWeights.Of(model.Description).HasIntegers);
            Assert.Equal(expected, FloatBuffer.LiveBytes - before);
        }
    }

    [Fact]
    public void Kept_beginnings_take_what_the_formula_says()
    {
        var shape = HeaderOnlyModel.Smallest with { LayerCount = 3 };
        foreach (var tokens in (int[])[8, 100, 1000])
        {
            var before = LiveBytes();
            using var prefix = new CachedPrefix(new int[tokens], shape, GemmMicroKernel.Best.Lanes);
            Assert.Equal(PrefixCache.BytesFor(shape, prefix.TokenCapacity), FloatBuffer.LiveBytes - before);
        }
    }

    [Fact]
    public void A_tokenizer_takes_about_what_the_formula_says()
    {
        using var file = GgufFile.Open(GoldenModels.EmbeddingFile);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var tokenizer = Qwen3Tokenizer.Read(file);
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange((double)TokenizerMemory.BytesFor(tokenizer.VocabularySize, file.HeaderBytes) / taken, 0.8, 1.25);
    }

    /// <summary>Collects buffers that were not disposed, so that they do not count.</summary>
    private static long LiveBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return FloatBuffer.LiveBytes;
    }
}
