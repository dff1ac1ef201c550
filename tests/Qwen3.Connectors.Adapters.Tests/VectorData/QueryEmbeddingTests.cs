using Microsoft.Extensions.VectorData;

namespace Qwen3.Connectors.Adapters.Tests.VectorData;

/// <summary>Searches for strings are embedded with role query; other values are forwarded.</summary>
public sealed class QueryEmbeddingTests : IDisposable
{
    private readonly FakeGenerator _generator = new(1, 0, 0);
    private readonly RecordingCollection<int, Book> _inner = new("books", Book.Shelf(5));

    public void Dispose()
    {
        _inner.Dispose();
        _generator.Dispose();
    }

    [Fact]
    public async Task A_string_is_passed_to_the_store_as_a_vector_of_query_role()
    {
        var results = await Decorated().FindAsync("which book?", 2);

        Assert.Equal(["which book?"], _generator.Texts);
        Assert.Equal("query", _generator.LastRole);
        Assert.Equal([1f, 0, 0], Assert.IsType<ReadOnlyMemory<float>>(_inner.LastValue).ToArray());
        Assert.Equal((2, 2), (_inner.LastTop, results.Count));
    }

    [Fact]
    public async Task A_string_of_another_static_type_is_embedded_too()
    {
        await Decorated().FindAsync((object)"which book?", 2);

        Assert.IsType<ReadOnlyMemory<float>>(_inner.LastValue);
    }

    [Fact]
    public async Task A_vector_is_forwarded_unchanged()
    {
        float[] vector = [0, 1, 0];
        await Decorated().FindAsync(vector, 2);

        Assert.Empty(_generator.Texts);
        Assert.Equal(vector, Assert.IsType<ReadOnlyMemory<float>>(_inner.LastValue).ToArray());
    }

    [Fact]
    public async Task A_value_of_another_type_is_forwarded_unchanged()
    {
        var uri = new Uri("https://example.org/picture");
        await Decorated().FindAsync(uri, 2);

        Assert.Same(uri, _inner.LastValue);
    }

    [Fact]
    public async Task The_callers_options_reach_the_store_as_copies()
    {
        var options = new VectorSearchOptions<Book>
        {
            Filter = book => book.Id > 1,
            VectorProperty = book => book.Vector,
            Skip = 1,
            IncludeVectors = true,
            ScoreThreshold = 0.5,
        };
        await Decorated().FindAsync("q", 2, options);

        Assert.NotSame(options, _inner.LastOptions);
        Assert.Same(options.Filter, _inner.LastOptions!.Filter);
        Assert.Same(options.VectorProperty, _inner.LastOptions.VectorProperty);
        Assert.Equal((1, true, 0.5), (_inner.LastOptions.Skip, _inner.LastOptions.IncludeVectors, _inner.LastOptions.ScoreThreshold));
    }

    [Fact]
    public async Task Upserts_leave_embedding_to_the_store()
    {
        await Decorated().UpsertAsync(Book.Shelf(1)[0], TestContext.Current.CancellationToken);
        await Decorated().UpsertAsync(Book.Shelf(2), TestContext.Current.CancellationToken);

        Assert.Equal(["Upsert one", "Upsert many"], _inner.Calls);
        Assert.Empty(_generator.Texts);
    }

    [Fact]
    public async Task A_store_embeds_the_queries_of_typed_and_dynamic_collections()
    {
        using var dynamic = new RecordingCollection<object, Dictionary<string, object?>>(
            "notes", new Dictionary<string, object?> { ["Key"] = 1, ["Text"] = "a" });
        var store = new RecordingStore(_inner, dynamic).AsBuilder().UseQueryEmbedding(_generator).Build();

        await store.GetCollection<int, Book>("books").FindAsync("one", 1);
        await store.GetDynamicCollection("notes", Definitions.Notes()).FindAsync("two", 1);

        Assert.Equal(["one", "two"], _generator.Texts);
        Assert.IsType<ReadOnlyMemory<float>>(_inner.LastValue);
        Assert.IsType<ReadOnlyMemory<float>>(dynamic.LastValue);
    }

    [Fact]
    public async Task A_search_embeds_queries_too()
    {
        IVectorSearchable<Book> search = _inner;
        await search.AsBuilder().UseQueryEmbedding(_generator).Build().FindAsync("one", 1);

        Assert.Equal(["one"], _generator.Texts);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_search_for_no_results_is_rejected(int top) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Decorated().SearchAsync("q", top, cancellationToken: TestContext.Current.CancellationToken));

    private VectorStoreCollection<int, Book> Decorated() => _inner.AsBuilder().UseQueryEmbedding(_generator).Build();
}
