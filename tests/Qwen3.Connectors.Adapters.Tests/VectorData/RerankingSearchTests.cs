using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.VectorData;

namespace Qwen3.Connectors.Adapters.Tests.VectorData;

/// <summary>More candidates than requested are fetched, reranked, and trimmed to the requested page.</summary>
public sealed class RerankingSearchTests : IDisposable
{
    private readonly RecordingCollection<int, Book> _inner = new("books", Book.Shelf(100));

    /// <summary>The last candidate is the best.</summary>
    private readonly FakeReranker _reranker = new((_, index) => index / 1000.0);

    public void Dispose()
    {
        _inner.Dispose();
        _reranker.Dispose();
    }

    [Fact]
    public async Task Candidates_are_fetched_reranked_and_trimmed_to_the_page()
    {
        var results = await SearchAsync(new() { Candidates = 20 }, 3, new() { Skip = 2 });

        Assert.Equal((20, 0), (_inner.LastTop, _inner.LastOptions!.Skip));
        Assert.Equal([17, 16, 15], results.Select(result => result.Record.Id));
        Assert.Equal("which book?", _reranker.LastQuery);
        Assert.Equal(Enumerable.Range(0, 20).Select(id => $"text {id}"), _reranker.LastDocuments);
    }

    [Fact]
    public async Task As_many_candidates_as_the_page_needs_are_fetched()
    {
        var results = await SearchAsync(new() { Candidates = 5 }, 6, new() { Skip = 4 });

        Assert.Equal(10, _inner.LastTop);
        Assert.Equal([5, 4, 3, 2, 1, 0], results.Select(result => result.Record.Id));
    }

    [Fact]
    public async Task A_page_at_the_end_of_all_numbers_does_not_overflow()
    {
        await SearchAsync(null, int.MaxValue, new() { Skip = 10 });

        Assert.Equal(int.MaxValue, _inner.LastTop);
    }

    [Fact]
    public async Task Fifty_candidates_are_the_default()
    {
        await SearchAsync(null, 3);

        Assert.Equal(50, _inner.LastTop);
    }

    [Fact]
    public async Task The_callers_options_stay_as_they_are()
    {
        var options = new VectorSearchOptions<Book> { Skip = 2, ScoreThreshold = 0.1, Filter = book => book.Id > 1 };
        await SearchAsync(null, 3, options);

        Assert.Equal((2, 0.1), (options.Skip, options.ScoreThreshold));
        Assert.Equal(0.1, _inner.LastOptions!.ScoreThreshold);
        Assert.Same(options.Filter, _inner.LastOptions.Filter);
    }

    [Fact]
    public async Task Scores_are_the_rerankers() =>
        Assert.Equal([0.049, 0.048], (await SearchAsync(null, 2)).Select(result => result.Score));

    [Fact]
    public async Task Scores_can_stay_the_stores()
    {
        var result = Assert.Single(await SearchAsync(new() { Candidates = 11, KeepVectorScores = true }, 1));

        Assert.Equal((10, 0.8), (result.Record.Id, Math.Round(result.Score!.Value, 6)));
    }

    [Fact]
    public async Task Results_below_the_rerankers_minimum_are_left_out()
    {
        var results = await SearchAsync(new() { RerankOptions = new() { MinimumScore = 0.048 } }, 10);

        Assert.Equal([49, 48], results.Select(result => result.Record.Id));
    }

    [Fact]
    public async Task A_vector_without_a_text_is_not_reranked()
    {
        var results = await Decorated(null).FindAsync(new float[] { 1, 0, 0 }, 2, new() { Skip = 1 });

        Assert.Null(_reranker.LastQuery);
        Assert.Equal((2, 1), (_inner.LastTop, _inner.LastOptions!.Skip));
        Assert.Equal([1, 2], results.Select(result => result.Record.Id));
    }

    [Fact]
    public async Task A_vector_with_its_text_is_searched_by_the_one_and_reranked_by_the_other()
    {
        var query = new EmbeddedQuery("which book?", new float[] { 0, 1, 0 });
        var results = await Decorated(null).FindAsync(query, 1);

        Assert.Equal("which book?", _reranker.LastQuery);
        Assert.Equal([0f, 1, 0], Assert.IsType<ReadOnlyMemory<float>>(_inner.LastValue).ToArray());
        Assert.Equal(49, Assert.Single(results).Record.Id);
    }

    [Fact]
    public void A_query_with_its_vector_does_not_print_its_text() =>
        Assert.DoesNotContain("secret", $"{new EmbeddedQuery("a secret", new float[] { 1 })}", StringComparison.Ordinal);

    [Fact]
    public async Task Without_query_embedding_the_store_gets_the_text()
    {
        await SearchAsync(null, 1);

        Assert.Equal("which book?", _inner.LastValue);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_reranker_reads_the_text_whatever_the_order_of_the_builders_calls(bool embeddingFirst)
    {
        var builder = _inner.AsBuilder();
        var generator = new FakeGenerator(1, 0, 0);
        builder = embeddingFirst
            ? builder.UseQueryEmbedding(generator).UseReranking(_reranker)
            : builder.UseReranking(_reranker).UseQueryEmbedding(generator);
        await builder.Build().FindAsync("which book?", 1);

        Assert.Equal("which book?", _reranker.LastQuery);
        Assert.IsType<ReadOnlyMemory<float>>(_inner.LastValue);
    }

    [Fact]
    public async Task Nothing_found_is_nothing_to_rerank()
    {
        using var empty = new RecordingCollection<int, Book>("books");
        Assert.Empty(await empty.AsBuilder().UseReranking(_reranker).Build().FindAsync("q", 3));
        Assert.Null(_reranker.LastQuery);
    }

    [Fact]
    public async Task Options_are_copied()
    {
        var options = new SearchRerankingOptions { Candidates = 7 };
        var decorated = Decorated(options);
        options.Candidates = 9;
        await decorated.FindAsync("q", 1);

        Assert.Equal(7, _inner.LastTop);
    }

    private VectorStoreCollection<int, Book> Decorated(SearchRerankingOptions? options) =>
        _inner.AsBuilder().UseReranking(_reranker, options).Build();

    private async Task<List<VectorSearchResult<Book>>> SearchAsync(
        SearchRerankingOptions? options, int top, VectorSearchOptions<Book>? search = null) =>
        await Decorated(options).FindAsync("which book?", top, search);
}
