using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.LoadedModels;

/// <summary>Whole models, loaded from damaged files: either they load, or they are refused as invalid. Nothing else may happen.</summary>
public class DamagedFileTests
{
    private const long AllocationLimit = 256L << 20;

    [Fact]
    public void A_file_cut_at_any_64th_is_refused()
    {
        var whole = File.ReadAllBytes(GoldenModels.EmbeddingFile);
        for (var part = 0; part < 64; part++)
        {
            using var file = new TemporaryFile(whole[..(int)((long)whole.Length * part / 64)]);
            var exception = Assert.Throws<InvalidModelException>(() => EmbeddingModel.Load(file.Path));
            Assert.Equal(file.Path, exception.Path);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_thousand_flipped_bytes_in_the_header_never_crash(bool reranker)
    {
        var tiny = new TinyQwen3(reranker ? new() { Classifier = TinyClassifier.YesNo, PoolingType = 4 } : new());
        var whole = tiny.ToArray();
        var headerLength = tiny.Writer.Header().Length;
        var random = new Random(reranker ? 11 : 12);
        var (loaded, refused) = (0, 0);
        for (var i = 0; i < 1000; i++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[random.Next(headerLength)] ^= (byte)(1 << random.Next(8));
            using var file = new TemporaryFile(damaged);
            try
            {
                await LoadAndRun(file.Path, reranker);
                loaded++;
            }
            catch (InvalidModelException)
            {
                refused++;
            }
        }

        // Flips in names, merges and unused keys go unnoticed or are caught; both kinds must occur for the test to mean anything.
        Assert.True(loaded > 20 && refused > 200, $"{loaded} loaded, {refused} refused");
    }

    private static async Task LoadAndRun(string path, bool reranker)
    {
        if (reranker)
        {
            using var model = WithinLimit(() => RerankerModel.Load(path, new() { ThreadCount = 1 }));
            await model.ScoreAsync([new RerankPrompt("<|im_start|>", "the ", "query", "<|im_end|>")]);
        }
        else
        {
            using var model = WithinLimit(() => EmbeddingModel.Load(path, new() { ThreadCount = 1 }));
            await model.EmbedAsync(["the query"]);
        }
    }

    private static T WithinLimit<T>(Func<T> load)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            return load();
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocationLimit);
        }
    }
}
