using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.Tests;
using Qwen3.Connectors.VectorData;

namespace Qwen3.Connectors.Adapters.Tests.VectorData;

/// <summary>Vectors of different lengths or vector spaces are rejected.</summary>
public sealed class CollectionGuardTests : IDisposable
{
    private static readonly Dictionary<string, object?>[] s_none = [];
    private readonly RecordingCollection<int, Book> _inner = new("books", Book.Shelf(3));
    private readonly Qwen3EmbeddingGenerator _model = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);

    public void Dispose()
    {
        _inner.Dispose();
        _model.Dispose();
    }

    [Fact]
    public async Task A_query_of_another_length_is_rejected_before_the_store_searches()
    {
        var decorated = _inner.AsBuilder().UseQueryEmbedding(new FakeGenerator(1, 0)).Build();
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => decorated.FindAsync("secret", 1));

        Assert.Contains(
            "The vector of a query has 2 dimensions; 'Vector' of collection 'books' expects 3",
            exception.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_inner.Calls);
    }

    [Fact]
    public async Task A_callers_vector_of_another_length_is_rejected_too()
    {
        var decorated = _inner.AsBuilder().UseReranking(FakeReranker.KeepingOrder).Build();

        await Assert.ThrowsAsync<InvalidOperationException>(() => decorated.FindAsync(new float[] { 1 }, 1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => decorated.FindAsync(new EmbeddedQuery("q", new float[] { 1 }), 1));
    }

    [Fact]
    public async Task A_generator_of_another_length_is_rejected_before_the_first_write()
    {
        var decorated = _inner.AsBuilder().UseQueryEmbedding(_model).Build();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => decorated.UpsertAsync(Book.Shelf(1), TestContext.Current.CancellationToken));
        Assert.Contains("256 dimensions", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_inner.Calls);
    }

    [Fact]
    public async Task The_definitions_generator_is_checked_too()
    {
        using var inner = new RecordingCollection<object, Dictionary<string, object?>>("notes", []);
        var store = new RecordingStore(inner).AsBuilder().UseReranking(FakeReranker.KeepingOrder).Build();

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => store.GetDynamicCollection(
                "notes", Definitions.Notes(new FakeGenerator(1, 2))).UpsertAsync(s_none, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Queries_of_another_space_than_the_documents_are_rejected()
    {
        using var other = new Qwen3EmbeddingGenerator(new OtherModelEngine(256));
        var decorated = Collection256().AsBuilder(Definition256()).UseQueryEmbedding(_model, new() { DocumentGenerator = other }).Build();

        await Assert.ThrowsAsync<VectorSpaceMismatchException>(() => decorated.UpsertAsync(s_none, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<VectorSpaceMismatchException>(() => decorated.FindAsync("q", 1));
    }

    [Fact]
    public async Task An_index_of_another_model_is_rejected_by_its_stored_fingerprint()
    {
        var stored = _model.GetVectorSpace() with { Weights = "another" };
        var decorated = Collection256()
            .AsBuilder(Definition256())
            .UseQueryEmbedding(_model, new() { StoredSpace = (name, _) => Task.FromResult(name == "notes" ? stored : null) })
            .Build();

        await Assert.ThrowsAsync<VectorSpaceMismatchException>(() => decorated.UpsertAsync(s_none, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<VectorSpaceMismatchException>(() => decorated.FindAsync("q", 1));
    }

    [Fact]
    public async Task The_same_space_passes_and_its_fingerprint_is_read_once_for_writing_and_once_for_searching()
    {
        var reads = 0;
        using var queries = _model.AsQueryGenerator("Find notes");
        var options = new QueryEmbeddingOptions
        {
            DocumentGenerator = _model,
            StoredSpace = (_, _) =>
            {
                reads++;
                return Task.FromResult<VectorSpaceFingerprint?>(_model.GetVectorSpace());
            },
        };
        var inner = Collection256();
        var decorated = inner.AsBuilder(Definition256()).UseQueryEmbedding(queries, options).Build();
        for (var i = 0; i < 2; i++)
        {
            await decorated.UpsertAsync(s_none, TestContext.Current.CancellationToken);
            await decorated.FindAsync("q", 1);
        }

        Assert.Equal(["Upsert many", "Search", "Upsert many", "Search"], inner.Calls);
        Assert.Equal(2, reads);
    }

    private static RecordingCollection<object, Dictionary<string, object?>> Collection256() => new("notes", []);

    private static VectorStoreCollectionDefinition Definition256() => new()
    {
        Properties =
        [
            new VectorStoreKeyProperty("Key", typeof(int)),
            Definitions.Text("Text"),
            new VectorStoreVectorProperty("Vector", typeof(string), 256),
        ],
    };
}
