using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel.Connectors.Qdrant;
using QdrantMemory;
using Qwen3.Connectors.Adapters.Tests.VectorData;
using Qwen3.Connectors.Tests;

namespace Qwen3.Connectors.Adapters.Tests.Stores.Qdrant;

/// <summary>Semantic Kernel's Qdrant connector behind the decorators, over gRPC.</summary>
public sealed class QdrantStoreTests(QdrantFixture server) : IClassFixture<QdrantFixture>, IAsyncLifetime
{
    private readonly string _name = $"qwen3-test-{Guid.NewGuid():N}";
    private readonly Qwen3EmbeddingGenerator _documents = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
    private readonly Qwen3Reranker _reranker = Qwen3Reranker.Load(GoldenModels.RerankerFile);
    private QdrantVectorStore _qdrant = null!;
    private VectorStore _store = null!;
    private VectorStoreCollection<ulong, Tool> _tools = null!;

    public async ValueTask InitializeAsync()
    {
        _qdrant = new QdrantVectorStore(server.Connect(), ownsClient: true, new() { EmbeddingGenerator = _documents });
        _store = _qdrant.AsBuilder()
            .UseQueryEmbedding(_documents, new() { DocumentGenerator = _documents })
            .UseReranking(_reranker)
            .Build();
        _tools = _store.GetCollection<ulong, Tool>(_name);
        await _tools.EnsureCollectionExistsAsync(TestContext.Current.CancellationToken);
        await _tools.UpsertAsync(Tool.All, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _tools.EnsureCollectionDeletedAsync(CancellationToken.None);
        _tools.Dispose();
        _store.Dispose();
        _reranker.Dispose();
        _documents.Dispose();
    }

    [Fact]
    public async Task Searches_are_embedded_as_queries_by_the_decorator()
    {
        using var queries = _documents.AsQueryGenerator();
        var vector = (await queries.GenerateAsync(["MP3 converter"], cancellationToken: TestContext.Current.CancellationToken))[0].Vector;
        using var inner = _qdrant.GetCollection<ulong, Tool>(_name);
        var expected = await inner.FindAsync(vector, 5);
        var actual = await inner.AsBuilder(leaveOpen: true).UseQueryEmbedding(_documents).Build().FindAsync("MP3 converter", 5);

        Assert.Equal(
            expected.Select(result => (result.Record.Id, result.Score)), actual.Select(result => (result.Record.Id, result.Score)));
        Assert.NotEqual(actual.Select(result => result.Score), (await inner.FindAsync("MP3 converter", 5)).Select(result => result.Score));
    }

    [Fact]
    public async Task Reranking_brings_the_right_tool_to_the_top()
    {
        using var inner = _qdrant.GetCollection<ulong, Tool>(_name);
        var nearest = await inner.AsBuilder(leaveOpen: true).UseQueryEmbedding(_documents).Build().FindAsync("MP3 converter", 1);

        Assert.NotEqual(15ul, Assert.Single(nearest).Record.Id);
        Assert.Equal(15ul, Assert.Single(await _tools.FindAsync("MP3 converter", 1)).Record.Id);
    }

    [Fact]
    public async Task Filters_and_pages_hold()
    {
        var all = await _tools.FindAsync("recover deleted files", 4);
        var second = await _tools.FindAsync("recover deleted files", 2, new() { Skip = 2 });
        var sounds = await _tools.FindAsync("recover deleted files", 10, new() { Filter = tool => tool.Kind == "sound" });

        Assert.Equal(all.Skip(2).Select(result => result.Record.Id), second.Select(result => result.Record.Id));
        Assert.Equal([13ul, 14, 15], sounds.Select(result => result.Record.Id).Order().ToArray());
    }

    [Fact]
    public async Task Records_are_read_and_deleted_through_the_decorator_in_one_call_each()
    {
        ulong[] keys = [1, 2, 3];
        Assert.Equal("document", (await _tools.GetAsync(1, cancellationToken: TestContext.Current.CancellationToken))!.Kind);
        Assert.Equal(
            3,
            await _tools.GetAsync(
                keys, cancellationToken: TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken));
        var before = server.Calls?.Count(call => call == "Points/Delete");
        await _tools.DeleteAsync(keys, TestContext.Current.CancellationToken);

        Assert.Equal(before + 1, server.Calls?.Count(call => call == "Points/Delete"));
        Assert.Null(await _tools.GetAsync(1, cancellationToken: TestContext.Current.CancellationToken));
        Assert.True(await _store.CollectionExistsAsync(_name, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_collection_is_hybrid_as_qdrants_is() =>
        Assert.Same(_tools, Assert.IsType<IKeywordHybridSearchable<Tool>>(_tools, exactMatch: false));

    [Fact]
    public async Task The_sample_remembers_in_qdrant()
    {
        using var output = new StringWriter();
        Assert.Equal(0, await QdrantMemoryProgram.RunAsync(server.Address.ToString(), "unused.db", output));
        Assert.Contains("Store: Qdrant", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("sound-convert Converts audio files between MP3", output.ToString(), StringComparison.Ordinal);
    }
}
