using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.KvCache;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.LoadedModels;

/// <summary>
/// Short calls beside long ones, engines beside each other, and memory that ends: the bits stay those of each text alone.
/// </summary>
public sealed class PreemptionTests : IDisposable
{
    private readonly TemporaryFile _file = new(new TinyQwen3().ToArray());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Queries_that_interrupt_a_long_text_change_no_bit_of_it_nor_of_their_own()
    {
        using var model = EmbeddingModel.Load(_file.Path);
        var longText = Words(new Random(1), 4000);
        string[] queries = [.. Enumerable.Range(0, 8).Select(i => $"Instruct: find the capital\nQuery:{Words(new Random(i), 12)}")];
        var expectedLong = (await model.EmbedAsync([longText], cancellationToken: Cancellation))[0];
        var expected = await model.EmbedAsync(queries, cancellationToken: Cancellation);

        var running = model.EmbedAsync([longText], cancellationToken: Cancellation);
        var interrupted = 0;
        for (var i = 0; i < queries.Length; i++)
        {
            var row = (await model.EmbedAsync([queries[i]], cancellationToken: Cancellation))[0];
            interrupted += running.IsCompleted ? 0 : 1;
            Assert.Equal(expected[i].Values.ToArray(), row.Values.ToArray());
        }

        Assert.Equal(expectedLong.Values.ToArray(), (await running)[0].Values.ToArray());
        Assert.True(interrupted > 0, "The long text ended before the first query: use a longer one.");
    }

    [Fact]
    public async Task Engines_that_share_the_threads_give_what_each_gives_alone()
    {
        string[] texts = [.. Enumerable.Range(0, 30).Select(i => Words(new Random(i), 20))];
        using var first = EmbeddingModel.Load(_file.Path, new() { ThreadCount = 2 });
        using var second = EmbeddingModel.Load(_file.Path, new() { ThreadCount = 3, BatchTokens = 64 });
        var expected = await first.EmbedAsync(texts, cancellationToken: Cancellation);
        var rounds = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            Task.Run(() => (i % 2 == 0 ? first : second).EmbedAsync(texts, cancellationToken: Cancellation), Cancellation)));
        foreach (var rows in rounds)
        {
            Assert.All(expected.Zip(rows), pair => Assert.Equal(pair.First.Values.ToArray(), pair.Second.Values.ToArray()));
        }
    }

    [Fact]
    public void A_store_whose_memory_ended_allocates_again()
    {
        using var store = new KeyValueStore(headCount: 8, headSize: 4096, lanes: 8);
        store.Reserve(16);

        // More than the address space of a process.
        Assert.Throws<OutOfMemoryException>(() => store.Reserve(1 << 30));
        store.Reserve(16);
        unsafe
        {
            Assert.True(store.Key(0, 0) is not null && store.Value(0, 0) is not null);
            *store.Key(7, 15) = 1;
            *store.Value(7, 15) = 1;
        }

        Assert.Equal(KeyValueStore.CapacityFor(16, 8), store.ValueStride);
    }

    [Fact]
    public async Task A_fingerprint_that_is_read_while_its_model_closes_is_read_whole_or_refused()
    {
        for (var round = 0; round < 20; round++)
        {
            var model = EmbeddingModel.Load(_file.Path, new() { ThreadCount = 1 });
            var reading = Task.Run(() => Record.Exception(() => model.Fingerprint), Cancellation);
            await model.DisposeAsync();
            Assert.True(await reading is null or ObjectDisposedException);
        }
    }

    [Fact]
    public async Task Options_that_change_after_loading_have_no_effect()
    {
        var options = new InferenceOptions { ThreadCount = 1 };
        using var model = EmbeddingModel.Load(_file.Path, options);
        options.Kernel = "none";
        options.BatchTokens = -1;
        options.SharePrefixes = false;
        Assert.Equal(2, (await model.EmbedAsync(["a", "b"], cancellationToken: Cancellation)).Count);
    }

    [Fact]
    public async Task A_prefix_that_is_too_long_fails_before_anything_is_computed()
    {
        using var model = EmbeddingModel.Load(_file.Path);
        var prefix = Words(new Random(1), 40);
        foreach (var truncation in Enum.GetValues<Truncation>())
        {
            var exception = await Assert.ThrowsAsync<ArgumentException>(
                () => model.EmbedAsync([new EmbeddingPrompt("", "a"), new EmbeddingPrompt(prefix, "b")], 20, truncation, Cancellation));
            Assert.Contains("Text 1 may have 20 tokens", exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal((0L, 0), (model.Statistics.TokensComputed, model.Statistics.QueuedTexts));
    }

    private static string Words(Random random, int words) =>
        string.Join(' ', Enumerable.Range(0, words).Select(_ => ((string[])["the", "query", "gravity", "w", "capital", "是",
            "in"])[random.Next(7)]));
}
