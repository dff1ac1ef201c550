using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Reranking;

public class Qwen3RerankerTests
{
    private const string Canary = "canary-7f3a";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Results_come_best_first_with_their_index_and_tokens()
    {
        using var reranker = new Qwen3Reranker(new FakeRerankEngine(0.2, 0.9, 0.5));
        var results = await reranker.RerankAsync("q", ["a", "b", "c"], cancellationToken: Cancellation);
        Assert.Equal(
            [
                new RerankResult(1, 0.9) { TokenCount = 11, TruncatedTokenCount = 1 },
                new RerankResult(2, 0.5) { TokenCount = 12, TruncatedTokenCount = 2 },
                new RerankResult(0, 0.2) { TokenCount = 10 },
            ],
            results);
        Assert.Equal(3, results.Count);
        Assert.Equal(1, results[0].Index);
        Assert.Equal("fake-reranker", results.ModelId);
    }

    [Fact]
    public async Task Usage_counts_every_document_also_beyond_top_n()
    {
        using var reranker = new Qwen3Reranker(new FakeRerankEngine(0.2, 0.9, 0.5));
        var results = await reranker.RerankAsync("q", ["a", "b", "c"], new() { TopN = 1 }, Cancellation);
        Assert.Equal(1, Assert.Single(results).Index);
        Assert.Equal((33L, 33L), (results.Usage!.InputTokenCount, results.Usage.TotalTokenCount));
        Assert.Equal(3, results.Usage.AdditionalCounts![Qwen3PropertyNames.TruncatedTokenCount]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(99)]
    public async Task Top_n_is_the_start_of_the_whole_ranking(int topN)
    {
        using var reranker = new Qwen3Reranker(new FakeRerankEngine(0.2, 0.9, 0.5, 0.9, 0));
        string[] documents = ["a", "b", "c", "d", "e"];
        var all = await reranker.RerankAsync("q", documents, cancellationToken: Cancellation);
        var top = await reranker.RerankAsync("q", documents, new() { TopN = topN }, Cancellation);
        Assert.Equal(all.Take(topN), top);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_top_n_below_one_is_refused(int topN) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RerankOptions { TopN = topN });

    [Fact]
    public async Task Ties_keep_the_callers_order()
    {
        var scores = Enumerable.Range(0, 100).Select(i => i % 3 / 2.0).ToArray();
        using var reranker = new Qwen3Reranker(new FakeRerankEngine(scores));
        var results = await reranker.RerankAsync("q", [.. scores.Select(_ => "d")], cancellationToken: Cancellation);
        Assert.Equal(Enumerable.Range(0, 100).OrderBy(i => -scores[i]).ThenBy(i => i), results.Select(result => result.Index));
    }

    [Fact]
    public async Task The_instruction_is_the_calls_or_the_options_or_the_cards()
    {
        var engine = new FakeRerankEngine(1.0);
        using var plain = new Qwen3Reranker(engine, leaveEngineOpen: true);
        using var own = new Qwen3Reranker(engine, new() { Instruction = "own" }, leaveEngineOpen: true);
        await plain.RerankAsync("q", ["d"], cancellationToken: Cancellation);
        await own.RerankAsync("q", ["d"], cancellationToken: Cancellation);
        await own.RerankAsync("q", ["d"], new() { Instruction = "call" }, Cancellation);
        Assert.Equal(
            [
                "<Instruct>: Given a web search query, retrieve relevant passages that answer the query\n<Query>: q\n<Document>: d",
                "<Instruct>: own\n<Query>: q\n<Document>: d",
                "<Instruct>: call\n<Query>: q\n<Document>: d",
            ],
            engine.Prompts.Select(prompt => prompt.Head + prompt.Document));
    }

    [Fact]
    public async Task Only_the_end_of_a_document_is_cut_unless_asked_otherwise()
    {
        var engine = new FakeRerankEngine(1.0);
        using var reranker = new Qwen3Reranker(engine, leaveEngineOpen: true);
        using var strict = new Qwen3Reranker(engine, new() { MaxTokens = 300, Truncation = Truncation.Throw }, leaveEngineOpen: true);
        await reranker.RerankAsync("q", ["d"], cancellationToken: Cancellation);
        await strict.RerankAsync("q", ["d"], cancellationToken: Cancellation);
        Assert.Equal([(null, Truncation.TruncateEnd), (300, Truncation.Throw)], engine.Limits);
    }

    [Fact]
    public async Task No_documents_give_no_results()
    {
        var engine = new FakeRerankEngine();
        using var reranker = new Qwen3Reranker(engine);
        var results = await reranker.RerankAsync("q", [], cancellationToken: Cancellation);
        Assert.Empty(results);
        Assert.Equal(0, results.Usage!.InputTokenCount);
        Assert.Empty(engine.Limits);
    }

    [Fact]
    public async Task A_null_document_is_an_error_that_names_its_index()
    {
        using var reranker = new Qwen3Reranker(new FakeRerankEngine(1, 1));
        var exception = await Assert.ThrowsAsync<ArgumentException>(
            () => reranker.RerankAsync(Canary, [Canary, null!], cancellationToken: Cancellation));
        Assert.StartsWith("Document 1 is null", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, exception.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentNullException>(() => reranker.RerankAsync(null!, ["d"], cancellationToken: Cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>(() => reranker.RerankAsync("q", null!, cancellationToken: Cancellation));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    public async Task A_score_that_is_no_probability_is_an_error_that_names_the_document(double score)
    {
        using var reranker = new Qwen3Reranker(new FakeRerankEngine(0.5, score));
        var exception = await Assert.ThrowsAsync<InvalidOutputException>(
            () => reranker.RerankAsync(Canary, ["a", Canary], cancellationToken: Cancellation));
        Assert.Equal(1, exception.Index);
        Assert.DoesNotContain(Canary, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_few_scores_are_an_error()
    {
        using var reranker = new Qwen3Reranker(new FakeRerankEngine(0.5));
        var exception = await Assert.ThrowsAsync<InvalidOutputException>(
            () => reranker.RerankAsync("q", ["a", "b"], cancellationToken: Cancellation));
        Assert.Null(exception.Index);
    }

    [Fact]
    public async Task A_cancelled_call_does_not_reach_the_engine()
    {
        var engine = new FakeRerankEngine(1.0);
        using var reranker = new Qwen3Reranker(engine);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => reranker.RerankAsync("q", ["d"], cancellationToken: new CancellationToken(canceled: true)));
        Assert.Empty(engine.Limits);
    }

    [Fact]
    public async Task Disposing_closes_the_engine_once()
    {
        var engine = new FakeRerankEngine(1.0);
        var reranker = new Qwen3Reranker(engine);
        reranker.Dispose();
        reranker.Dispose();
        Assert.Equal(1, engine.DisposeCount);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reranker.RerankAsync("q", ["d"], cancellationToken: Cancellation));
    }

    [Fact]
    public void Services_are_found_as_Microsoft_Extensions_AI_expects()
    {
        var engine = new FakeRerankEngine();
        using var reranker = new Qwen3Reranker(engine);
        Assert.Same(reranker, reranker.GetService(typeof(ITextReranker)));
        Assert.Same(reranker, reranker.GetService(typeof(object)));
        Assert.Same(engine, reranker.GetService(typeof(IRerankEngine)));
        Assert.Same(engine.Description, reranker.GetService(typeof(EngineDescription)));
        Assert.Null(reranker.GetService(typeof(string)));
        Assert.Null(reranker.GetService(typeof(ITextReranker), "key"));
        Assert.Throws<ArgumentNullException>(() => reranker.GetService(null!));
    }
}
