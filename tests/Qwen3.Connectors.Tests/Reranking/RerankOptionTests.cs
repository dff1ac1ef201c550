using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Reranking;

public class RerankOptionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_minimum_score_leaves_out_what_is_below_it()
    {
        using var reranker = new Qwen3Reranker(new FakeRerankEngine(0.2, 0.9, 0.5));
        var results = await reranker.RerankAsync("q", ["a", "b", "c"], new() { MinimumScore = 0.5 }, Cancellation);
        Assert.Equal([1, 2], results.Select(result => result.Index));
        Assert.False(results.IsPartial);
        Assert.Equal(
            1, Assert.Single(await reranker.RerankAsync("q", ["a", "b", "c"], new() { MinimumScore = 0.5, TopN = 1 }, Cancellation)).Index);
    }

    [Fact]
    public async Task Nothing_relevant_is_an_empty_result_of_a_whole_call()
    {
        using var reranker = Qwen3Reranker.Load(GoldenModels.RerankerFile);
        var results = await reranker.RerankAsync(
            "What is the capital of China?", ["cookie: any of various small flat sweet cakes"], new() { MinimumScore = 0.5 }, Cancellation);
        Assert.Empty(results);
        Assert.False(results.IsPartial);
        Assert.True(results.Usage!.InputTokenCount > 0);
    }

    [Fact]
    public void Values_out_of_range_are_refused_where_they_are_set()
    {
        var options = new RerankOptions();
        foreach (var score in new[] { -0.1, 1.1, double.NaN })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => options.MinimumScore = score);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxTokensPerDocument = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxTotalTokens = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxDuration = TimeSpan.Zero);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.Truncation = (Truncation)7);
        Assert.All(typeof(RerankOptions).GetProperties(), property => Assert.Null(property.GetValue(options)));
    }

    [Fact]
    public void A_clone_has_every_value()
    {
        var options = new RerankOptions
        {
            TopN = 1,
            Instruction = "i",
            MinimumScore = 0.5,
            MaxTokensPerDocument = 2,
            Truncation = Truncation.TruncateStart,
            MaxTotalTokens = 3,
            MaxDuration = TimeSpan.FromSeconds(4),
        };
        var clone = options.Clone();
        Assert.All(typeof(RerankOptions).GetProperties(), property =>
        {
            Assert.NotNull(property.GetValue(options));
            Assert.Equal(property.GetValue(options), property.GetValue(clone));
        });
    }

    [Theory]
    [InlineData(Truncation.TruncateEnd)]
    [InlineData(Truncation.TruncateStart)]
    public async Task A_document_is_truncated_to_its_own_limit_on_the_side_asked_for(Truncation truncation)
    {
        using var reranker = Qwen3Reranker.Load(GoldenModels.RerankerFile);
        var kept = string.Concat(Enumerable.Repeat(" word", 10));
        var document = truncation == Truncation.TruncateEnd ? kept + " and more of it" : "More and more" + kept;
        var cut = Assert.Single(
            await reranker.RerankAsync("word", [document], new() { MaxTokensPerDocument = 10, Truncation = truncation }, Cancellation));
        var whole = Assert.Single(await reranker.RerankAsync("word", [kept], new() { MaxTokensPerDocument = 10 }, Cancellation));
        Assert.Equal(whole.Score, cut.Score, 1e-6);
        Assert.Equal(0, whole.TruncatedTokenCount);
        Assert.Equal(await reranker.CountTokensAsync(document, Cancellation) - 10, cut.TruncatedTokenCount);
    }

    [Fact]
    public async Task A_document_over_its_own_limit_may_be_refused_without_telling_its_text()
    {
        using var reranker = Qwen3Reranker.Load(GoldenModels.RerankerFile);
        var options = new RerankOptions { MaxTokensPerDocument = 3, Truncation = Truncation.Throw };
        var exception = await Assert.ThrowsAsync<ArgumentException>(
            () => reranker.RerankAsync("q", ["ok", "canary canary canary"], options, Cancellation));
        Assert.StartsWith("Document 1 has ", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", exception.ToString(), StringComparison.Ordinal);
        var engine = new FakeRerankEngine(1.0);
        using var fake = new Qwen3Reranker(engine);
        await fake.RerankAsync("q", ["d"], options, Cancellation);
        Assert.Equal(3, Assert.Single(engine.Prompts).MaxDocumentTokens);
    }

    [Fact]
    public async Task Truncated_documents_keep_the_templates_end()
    {
        using var whole = Qwen3Reranker.Load(GoldenModels.RerankerFile);
        var document = string.Concat(Enumerable.Repeat(" word", 100));
        var short_ = await whole.RerankAsync("q", [string.Concat(Enumerable.Repeat(" word", 20))], cancellationToken: Cancellation);
        using var limited = new Qwen3Reranker(
            whole.GetRequiredService<IRerankEngine>(), new() { MaxTokens = short_[0].TokenCount }, leaveEngineOpen: true);
        var cut = Assert.Single(await limited.RerankAsync("q", [document], cancellationToken: Cancellation));
        Assert.Equal(80, cut.TruncatedTokenCount);
        Assert.Equal(short_[0].Score, cut.Score, 1e-6);
    }
}
