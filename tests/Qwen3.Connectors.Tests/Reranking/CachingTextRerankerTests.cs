using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Reranking.Decorators;

namespace Qwen3.Connectors.Tests.Reranking;

public class CachingTextRerankerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_known_pair_is_not_computed_again()
    {
        var engine = new TokenScoreEngine();
        using var reranker = new Qwen3Reranker(engine).AsBuilder().UseCache().Build();
        string[] documents = ["a1", "bb3", "ccc2"];
        var first = await reranker.RerankAsync("q", documents, new() { TopN = 1 }, Cancellation);
        var second = await reranker.RerankAsync("q", [.. documents, "d9"], cancellationToken: Cancellation);
        using var plain = new Qwen3Reranker(new TokenScoreEngine());
        Assert.Equal(await plain.RerankAsync("q", [.. documents, "d9"], cancellationToken: Cancellation), second);
        Assert.Equal([3, 1], engine.Calls);
        Assert.Equal(1, Assert.Single(first).Index);
        Assert.Equal((0L, 9L), (first.Usage!.CachedInputTokenCount, first.Usage.InputTokenCount));
        Assert.Equal((9L, 11L), (second.Usage!.CachedInputTokenCount, second.Usage.InputTokenCount));
        Assert.Equal("fake-reranker", second.ModelId);
    }

    [Fact]
    public async Task Whatever_changes_a_score_is_another_pair()
    {
        var engine = new TokenScoreEngine();
        using var reranker = new CachingTextReranker(new Qwen3Reranker(engine));
        foreach (var options in new RerankOptions?[]
            { null, new() { Instruction = "other" }, new() { Truncation = Truncation.TruncateStart }, new() { MinimumScore = 0.1 },
                new() { MaxTotalTokens = 100 }, new() { TopN = 1 } })
        {
            await reranker.RerankAsync("q", ["d1"], options, Cancellation);
        }

        await reranker.RerankAsync("qd", ["1"], cancellationToken: Cancellation);
        await reranker.RerankAsync("", ["qd1"], cancellationToken: Cancellation);
        Assert.Equal(5, reranker.Count);
        Assert.Equal(5, engine.DocumentCount);
    }

    [Fact]
    public async Task The_least_recently_used_score_goes_first()
    {
        var engine = new TokenScoreEngine();
        using var reranker = new CachingTextReranker(new Qwen3Reranker(engine), capacity: 2);
        foreach (var document in new[] { "a", "b", "a", "c", "a", "b" })
        {
            await reranker.RerankAsync("q", [document], cancellationToken: Cancellation);
        }

        Assert.Equal(2, reranker.Count);
        Assert.Equal(4, engine.DocumentCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CachingTextReranker(new Qwen3Reranker(engine), capacity: 0));
    }

    [Fact]
    public async Task A_partial_result_is_partial_and_the_rest_is_computed_the_next_time()
    {
        var engine = new TokenScoreEngine();
        using var reranker = new CachingTextReranker(new Qwen3Reranker(engine));
        string[] documents = ["aaaa1", "bbbb2", "cccc3"];
        var partial = await reranker.RerankAsync("q", documents, new() { MaxTotalTokens = 9 }, Cancellation);
        Assert.Equal((2, 1), (partial.Count, partial.UnscoredCount));
        var whole = await reranker.RerankAsync("q", documents, new() { MaxTotalTokens = 9 }, Cancellation);
        Assert.Equal([2, 1, 0], whole.Select(result => result.Index));
        Assert.False(whole.IsPartial);
        Assert.Equal(3, engine.DocumentCount);
    }

    [Fact]
    public async Task A_fault_names_the_callers_document_also_where_others_were_known()
    {
        using var broken = new Qwen3Reranker(new FakeRerankEngine(double.NaN));
        using var mixed = new CachingTextReranker(new AnonymousTextReranker(broken, (query, documents, options, inner, token) =>
            documents[0] == "known"
                ? Task.FromResult(new RerankResults([new RerankResult(0, 0.5)]))
                : inner.RerankAsync(query, documents, options, token)));
        await mixed.RerankAsync("q", ["known"], cancellationToken: Cancellation);
        var fault = await Assert.ThrowsAsync<InvalidOutputException>(
            () => mixed.RerankAsync("q", ["known", "unknown"], cancellationToken: Cancellation));
        Assert.Equal(1, fault.Index);

        using var strict = new CachingTextReranker(Qwen3Reranker.Load(GoldenModels.RerankerFile));
        await strict.RerankAsync("q", ["a1"], new() { MaxTokensPerDocument = 2, Truncation = Truncation.Throw }, Cancellation);
        var tooLong = await Assert.ThrowsAsync<ArgumentException>(() =>
            strict.RerankAsync(
                "q", ["a1", "much too long"], new() { MaxTokensPerDocument = 2, Truncation = Truncation.Throw }, Cancellation));
        Assert.StartsWith(
            "Counted without the 1 documents whose scores were known: Document 0 has ", tooLong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Equal_documents_and_many_callers_get_equal_scores()
    {
        using var reranker = new CachingTextReranker(Qwen3Reranker.Load(GoldenModels.RerankerFile));
        var golden = GoldenModels.Load();
        var calls = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(
                _ =>
                    reranker.RerankAsync(
                        golden.Queries[0],
                        [golden.Documents[0], golden.Documents[1], golden.Documents[0]],
                        cancellationToken: Cancellation)));
        Assert.All(calls, results =>
        {
            Assert.Equal([0, 2, 1], results.Select(result => result.Index));
            Assert.Equal(golden.YesProbabilities[0][0], results[0].Score, 1e-4);
        });
        Assert.Equal(2, reranker.Count);
    }

    [Fact]
    public async Task It_answers_nothing_once_disposed_or_for_null()
    {
        var reranker = new CachingTextReranker(new Qwen3Reranker(new TokenScoreEngine()));
        Assert.Empty(await reranker.RerankAsync("q", [], cancellationToken: Cancellation));
        await reranker.RerankAsync("q", ["d"], cancellationToken: Cancellation);
        await Assert.ThrowsAsync<ArgumentException>(() => reranker.RerankAsync("q", ["d", null!], cancellationToken: Cancellation));
        reranker.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reranker.RerankAsync("q", ["d"], cancellationToken: Cancellation));
    }
}
