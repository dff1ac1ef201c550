using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.VectorData;

namespace Qwen3.Connectors.Adapters.Tests.VectorData;

/// <summary>Decorators expose themselves as services and forward everything else.</summary>
public sealed class DecoratorTests : IDisposable
{
    private readonly RecordingCollection<int, Book> _plain = new("books", Book.Shelf(30));
    private readonly RecordingHybridCollection<int, Book> _hybrid = new("books", Book.Shelf(30));
    private readonly FakeGenerator _generator = new(1, 0, 0);
    private readonly FakeReranker _reranker = new((_, index) => index / 100.0);

    public void Dispose()
    {
        _plain.Dispose();
        _hybrid.Dispose();
        _generator.Dispose();
        _reranker.Dispose();
    }

    [Fact]
    public void A_collection_is_hybrid_when_the_inner_one_is_and_only_then()
    {
        Assert.IsType<IKeywordHybridSearchable<Book>>(Decorated(_hybrid), exactMatch: false);
        Assert.IsNotType<IKeywordHybridSearchable<Book>>(Decorated(_plain), exactMatch: false);
    }

    [Fact]
    public void A_search_is_hybrid_when_the_inner_one_is_and_only_then()
    {
        Assert.IsType<IKeywordHybridSearchable<Book>>(
            ((IVectorSearchable<Book>)_hybrid).AsBuilder().UseReranking(_reranker).Build(), exactMatch: false);
        Assert.IsNotType<IKeywordHybridSearchable<Book>>(
            ((IVectorSearchable<Book>)_plain).AsBuilder().UseReranking(_reranker).Build(), exactMatch: false);
    }

    [Fact]
    public void A_search_service_is_the_decorator()
    {
        var decorated = Decorated(_hybrid);

        Assert.Same(decorated, decorated.GetService(typeof(IKeywordHybridSearchable<Book>)));
        Assert.Same(decorated, decorated.GetService(typeof(IVectorSearchable<Book>)));
        Assert.Same(decorated, decorated.GetService(typeof(VectorStoreCollection<int, Book>)));
        Assert.Null(Decorated(_plain).GetService(typeof(IKeywordHybridSearchable<Book>)));
    }

    [Fact]
    public void Other_services_are_those_of_the_inner_collection()
    {
        var decorated = Decorated(_plain);

        Assert.Equal(
            "books",
            Assert.IsType<VectorStoreCollectionMetadata>(decorated.GetService(typeof(VectorStoreCollectionMetadata))).CollectionName);
        Assert.Same(_plain, decorated.GetService(typeof(RecordingCollection<int, Book>)));
        Assert.Equal("keyed a", decorated.GetService(typeof(IVectorSearchable<Book>), "a"));
        Assert.Same(_reranker, decorated.GetService(typeof(ITextReranker)));
        Assert.Null(decorated.GetService(typeof(Uri)));
    }

    [Fact]
    public void A_store_service_is_the_decorator()
    {
        var inner = new RecordingStore(_plain);
        var store = inner.AsBuilder().UseReranking(_reranker).Build();

        Assert.Same(store, store.GetService(typeof(VectorStore)));
        Assert.Equal("recording", Assert.IsType<VectorStoreMetadata>(store.GetService(typeof(VectorStoreMetadata))).VectorStoreSystemName);
        Assert.Same(inner, store.GetService(typeof(RecordingStore)));
    }

    [Fact]
    public async Task A_hybrid_search_is_embedded_and_reranked_too()
    {
        var options = new HybridSearchOptions<Book>
        {
            AdditionalProperty = book => book.Title,
            Filter = book => book.Id > 1,
            Skip = 1,
            ScoreThreshold = 0.2,
            IncludeVectors = true,
            VectorProperty = book => book.Vector,
        };
        var hybrid = (IKeywordHybridSearchable<Book>)Decorated(_hybrid);
        var results = await hybrid.HybridSearchAsync(
            "which book?", ["book"], 2, options, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.IsType<ReadOnlyMemory<float>>(_hybrid.LastValue);
        Assert.Equal("which book?", _reranker.LastQuery);
        Assert.Equal([28, 27], results.Select(result => result.Record.Id));
        var inside = _hybrid.LastHybridOptions!;
        Assert.Equal((50, 0, 0.2, true), (_hybrid.LastTop, inside.Skip, inside.ScoreThreshold, inside.IncludeVectors));
        Assert.Same(options.AdditionalProperty, inside.AdditionalProperty);
        Assert.Same(options.Filter, inside.Filter);
        Assert.Same(options.VectorProperty, inside.VectorProperty);
        Assert.Equal(1, options.Skip);
    }

    [Fact]
    public async Task Every_other_member_is_forwarded_in_one_call()
    {
        var token = TestContext.Current.CancellationToken;
        var decorated = Decorated(_plain);
        await decorated.CollectionExistsAsync(token);
        await decorated.EnsureCollectionExistsAsync(token);
        await decorated.EnsureCollectionDeletedAsync(token);
        await decorated.GetAsync(1, cancellationToken: token);
        await decorated.GetAsync([1, 2], cancellationToken: token).ToListAsync(token);
        await decorated.GetAsync(book => book.Id > 1, 3, cancellationToken: token).ToListAsync(token);
        await decorated.DeleteAsync(1, token);
        await decorated.DeleteAsync([1, 2], token);

        Assert.Equal(
            [
                "CollectionExistsAsync", "EnsureCollectionExistsAsync", "EnsureCollectionDeletedAsync",
                "Get one", "Get many", "Get filtered", "Delete one", "Delete many",
            ],
            _plain.Calls);
        Assert.Equal("books", decorated.Name);
    }

    [Fact]
    public async Task A_store_forwards_its_own_members()
    {
        var inner = new RecordingStore(_plain);
        var store = inner.AsBuilder().UseReranking(_reranker).Build();

        Assert.True(await store.CollectionExistsAsync("a", TestContext.Current.CancellationToken));
        await store.EnsureCollectionDeletedAsync("b", TestContext.Current.CancellationToken);
        Assert.Equal(
            ["books"],
            await store.ListCollectionNamesAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["Exists a", "Delete b", "List"], inner.Calls);
    }

    [Fact]
    public void Disposing_closes_the_decorated_object_but_no_model()
    {
        var inner = new RecordingStore(_plain);
        Decorated(_hybrid).Dispose();
        inner.AsBuilder().UseQueryEmbedding(_generator).UseReranking(_reranker).Build().Dispose();

        Assert.Equal((1, 1), (_hybrid.DisposeCount, inner.DisposeCount));
        Assert.False(_generator.IsDisposed);
        Assert.False(_reranker.IsDisposed);
    }

    [Fact]
    public void The_decorated_object_can_be_left_open()
    {
        var inner = new RecordingStore(_plain);
        inner.AsBuilder(leaveOpen: true).UseReranking(_reranker).Build().Dispose();
        _plain.AsBuilder(leaveOpen: true).UseReranking(_reranker).Build().Dispose();

        Assert.Equal((0, 0), (_plain.DisposeCount, inner.DisposeCount));
    }

    [Fact]
    public void A_builder_without_additions_returns_the_inner_collection() => Assert.Same(_plain, _plain.AsBuilder().Build());

    [Fact]
    public void A_decorator_around_reranking_is_rejected_because_it_would_hide_the_text()
    {
        var reranked = _plain.AsBuilder().UseReranking(_reranker).Build();

        Assert.Contains(
            "on one builder",
            Assert.Throws<InvalidOperationException>(() => reranked.AsBuilder().UseQueryEmbedding(_generator).Build()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_options_are_rejected()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SearchRerankingOptions { Candidates = 0 });
        Assert.Throws<ArgumentException>(() => _plain.AsBuilder().UseReranking(_reranker, new() { TextProperty = "" }));
        Assert.Throws<ArgumentException>(
            () => _plain.AsBuilder().UseReranking(_reranker, new() { FailurePolicy = (RerankFailurePolicy)9 }));
        Assert.Throws<ArgumentException>(
            () => _plain.AsBuilder().UseTwoStageSearch(new() { ShortProperty = "Vector", FullProperty = "Vector" }));
    }

    private VectorStoreCollection<int, Book> Decorated(VectorStoreCollection<int, Book> inner) =>
        inner.AsBuilder().UseQueryEmbedding(_generator).UseReranking(_reranker).Build();
}
