using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Prompts;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.LoadedModels;

/// <summary>What is shared is never seen in a result, to the bit, and always seen in the work done.</summary>
public class PrefixSharingTests
{
    private const string Prefix =
        "<|im_start|>system\nJudge whether the Document meets the requirements based on the Query.<|im_end|>\n<|im_start|>user\n";
    private const string Suffix = "<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kernels => [.. InferenceOptions.KernelNames];

    [Theory]
    [MemberData(nameof(Kernels))]
    public async Task Embeddings_have_the_same_bits_with_and_without_sharing(string kernel)
    {
        using var file = new TemporaryFile(new TinyQwen3(new() { Layers = 3 }).ToArray());
        using var plain = EmbeddingModel.Load(file.Path, new() { Kernel = kernel, SharePrefixes = false, PrefixCacheTokens = 0 });
        using var shared = EmbeddingModel.Load(file.Path, new() { Kernel = kernel, PrefixCacheTokens = 0 });
        using var cached = EmbeddingModel.Load(file.Path, new() { Kernel = kernel, PrefixCacheTokens = 700 });
        using var cramped = EmbeddingModel.Load(file.Path, new() { Kernel = kernel, PrefixCacheTokens = 60, BatchTokens = 200 });
        var texts = Texts();
        var expected = await plain.EmbedAsync(texts, cancellationToken: Cancellation);
        foreach (var model in (EmbeddingModel[])[shared, cached, cached, cramped, cramped])
        {
            AssertSameBits(expected, await model.EmbedAsync(texts, cancellationToken: Cancellation));
            foreach (var (i, text) in texts.Index())
            {
                AssertSameBits([expected[i]], await model.EmbedAsync([text], cancellationToken: Cancellation));
            }
        }

        Assert.Equal(
            texts.Zip(expected).DistinctBy(pair => pair.First).Sum(pair => (long)pair.Second.TokenCount), plain.Statistics.TokensComputed);
        Assert.True(shared.Statistics.TokensShared > 0);
        Assert.True(cached.Statistics.TokensShared > 2 * shared.Statistics.TokensShared);
    }

    [Fact]
    public async Task Probabilities_are_the_same_and_twenty_documents_need_one_and_a_half_times_fewer_tokens()
    {
        using var plain = RerankerModel.Load(GoldenModels.RerankerFile, new() { SharePrefixes = false, PrefixCacheTokens = 0 });
        using var shared = RerankerModel.Load(GoldenModels.RerankerFile);
        var random = new Random(7);
        var documents = Enumerable.Range(0, 20).Select(_ => Words(random, 108)).ToArray();
        Assert.All(documents, document => Assert.InRange(shared.Tokenizer.CountTokens(document), 110, 145));
        var prompts = RerankTemplate.Build(
            TaskInstructions.WebSearch, "What is the capital of China, and how many people live in it today?", documents);
        var expected = await plain.ScoreAsync(prompts, cancellationToken: Cancellation);
        Assert.Equal(expected, await shared.ScoreAsync(prompts, cancellationToken: Cancellation));
        Assert.True(
            plain.Statistics.TokensComputed >= 1.5 * shared.Statistics.TokensComputed,
            $"{plain.Statistics.TokensComputed} against {shared.Statistics.TokensComputed} tokens");

        // The second time the template and the query come from the cache.
        var first = shared.Statistics.TokensComputed;
        Assert.Equal(expected, await shared.ScoreAsync(prompts, cancellationToken: Cancellation));
        Assert.True(shared.Statistics.TokensComputed - first < first - 50);
    }

    [Fact]
    public async Task A_warm_query_computes_only_what_is_its_own()
    {
        using var model = EmbeddingModel.Load(GoldenModels.EmbeddingFile);
        var computed = new List<long>();
        foreach (
            var query in (
                string[])["what is the tallest mountain of all", "which animals can fly and swim too", "how do I open a large file"])
        {
            var before = model.Statistics.TokensComputed;
            await model.EmbedAsync(
                [$"Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:{query}"],
                cancellationToken: Cancellation);
            computed.Add(model.Statistics.TokensComputed - before);
        }

        Assert.True(computed[2] * 2 <= computed[0], string.Join(", ", computed));
    }

    [Fact]
    public async Task Equal_texts_are_computed_once()
    {
        using var model = EmbeddingModel.Load(GoldenModels.EmbeddingFile);
        var rows = await model.EmbedAsync(["the same", "another", "the same"], cancellationToken: Cancellation);
        Assert.Equal(rows[0].Values.ToArray(), rows[2].Values.ToArray());
        Assert.Equal(rows[0].TokenCount, model.Statistics.TokensShared);
    }

    [Fact]
    public async Task A_cancelled_batch_leaves_nothing_half_done_in_the_cache()
    {
        using var file = new TemporaryFile(new TinyQwen3(new() { Layers = 4 }).ToArray());
        using var plain = EmbeddingModel.Load(file.Path, new() { SharePrefixes = false, PrefixCacheTokens = 0 });
        using var model = EmbeddingModel.Load(file.Path, new() { PrefixCacheTokens = 4096 });
        var random = new Random(8);
        var head = Words(random, 300);
        for (var i = 0; i < 10; i++)
        {
            string[] texts = [$"{head} a{i}", $"{head} b{i}"];
            using var source = new CancellationTokenSource();
            var cancelled = model.EmbedAsync(texts, cancellationToken: source.Token);
            await Task.Delay(i, Cancellation);
            await source.CancelAsync();
            await cancelled.ContinueWith(_ => { }, TaskScheduler.Default);
            AssertSameBits(
                await plain.EmbedAsync(texts, cancellationToken: Cancellation),
                await model.EmbedAsync(texts, cancellationToken: Cancellation));
        }
    }

    [Fact]
    public async Task Sixty_four_callers_share_without_a_trace()
    {
        using var plain = RerankerModel.Load(GoldenModels.RerankerFile, new() { SharePrefixes = false, PrefixCacheTokens = 0 });
        using var model = RerankerModel.Load(GoldenModels.RerankerFile, new() { PrefixCacheTokens = 150, BatchTokens = 600 });
        var random = new Random(9);
        var calls = Enumerable.Range(0, 64).Select(
            i => (RerankPrompt[])[Prompt($"query {i % 5}", Words(random, 20)), Prompt($"query {i % 3}", Words(random, 5))]).ToArray();
        var expected = await plain.ScoreAsync([.. calls.SelectMany(call => call)], cancellationToken: Cancellation);
        var actual = await Task.WhenAll(
            calls.Select(call => Task.Run(() => model.ScoreAsync(call, cancellationToken: Cancellation), Cancellation)));
        Assert.Equal(expected, actual.SelectMany(scores => scores));
    }

    private static string[] Texts()
    {
        var random = new Random(6);
        var heads = Enumerable.Range(0, 3).Select(i => Words(random, 10 + (70 * i))).ToArray();
        var texts = heads.SelectMany(head => Enumerable.Range(0, 5).Select(i => head + Words(random, 30 * i))).ToList();
        texts.Add(texts[3]);
        texts.Add("");
        texts.Add(texts[0]);
        return [.. texts];
    }

    private static RerankPrompt Prompt(string query, string document)
    {
        var head = $"<Instruct>: Given a web search query, retrieve relevant passages that answer the query\n"
            + $"<Query>: {query}\n<Document>: ";
        return new RerankPrompt(Prefix, head, document, Suffix);
    }

    private static string Words(Random random, int count) =>
        string.Concat(
            Enumerable.Range(0, count).Select(
                _ => ((string[])[" the", " query", " gravity", " capital", " is", " relevant"])[random.Next(6)]));

    private static void AssertSameBits(IReadOnlyList<EmbeddedText> expected, IReadOnlyList<EmbeddedText> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Values.ToArray(), pair.Second.Values.ToArray()));
    }
}
