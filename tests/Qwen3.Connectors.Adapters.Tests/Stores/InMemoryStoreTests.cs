using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel.Connectors.InMemory;
using Qwen3.Connectors.Tests;

namespace Qwen3.Connectors.Adapters.Tests.Stores;

/// <summary>Semantic Kernel's store in memory with the bundled models, end to end.</summary>
public sealed class InMemoryStoreTests : IDisposable
{
    private readonly Qwen3EmbeddingGenerator _documents = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
    private readonly Qwen3Reranker _reranker = Qwen3Reranker.Load(GoldenModels.RerankerFile);
    private readonly InMemoryVectorStore _store;

    public InMemoryStoreTests() => _store = new InMemoryVectorStore(new() { EmbeddingGenerator = _documents });

    public void Dispose()
    {
        _store.Dispose();
        _reranker.Dispose();
        _documents.Dispose();
    }

    /// <summary>
    /// With the bundled model the role alone makes no difference here (0.930 as documents, 0.924 as queries): it is trained for, but very
    /// small. Reranking does.
    /// </summary>
    [Fact]
    public async Task Reranked_searches_have_the_right_tool_further_ahead_than_searches_of_either_role()
    {
        await FillAsync(_store);
        var asDocuments = await MeasureAsync(_store);
        var asQueries = await MeasureAsync(_store.AsBuilder(leaveOpen: true).UseQueryEmbedding(_documents).Build());
        var reranked = await MeasureAsync(_store.AsBuilder(leaveOpen: true).UseQueryEmbedding(_documents).UseReranking(_reranker).Build());

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"mean reciprocal rank of {Tool.Queries.Length} queries: {asDocuments:F3} as documents, {asQueries:F3} as queries, "
            + $"{reranked:F3} as queries and reranked");
        Assert.Equal(0.930, asDocuments, 0.02);
        Assert.Equal(0.924, asQueries, 0.02);
        Assert.True(
            reranked > Math.Max(asQueries, asDocuments),
            $"{reranked:F3} reranked, {asQueries:F3} as queries, {asDocuments:F3} as documents");
    }

    [Fact]
    public async Task What_is_stored_through_the_decorator_is_what_the_store_itself_stores()
    {
        using var query = _documents.AsQueryGenerator();
        using var other = new InMemoryVectorStore(new() { EmbeddingGenerator = _documents });
        await FillAsync(_store.AsBuilder(leaveOpen: true).UseQueryEmbedding(_documents).Build());
        await FillAsync(other);
        var vector = (
            await query.GenerateAsync([Tool.Queries[0].Query], cancellationToken: TestContext.Current.CancellationToken))[0].Vector;

        Assert.Equal(await ScoresAsync(other, vector), await ScoresAsync(_store, vector));
        Assert.Equal(
            await ScoresAsync(other, vector),
            await ScoresAsync(_store.AsBuilder(leaveOpen: true).UseQueryEmbedding(_documents).Build(), Tool.Queries[0].Query));
    }

    [Fact]
    public async Task Pages_of_a_reranked_search_follow_each_other()
    {
        var store = _store.AsBuilder(leaveOpen: true).UseQueryEmbedding(_documents).UseReranking(_reranker).Build();
        await FillAsync(store);
        var all = await SearchAsync(store, "recover deleted files", new(), top: 6);
        var first = await SearchAsync(store, "recover deleted files", new(), top: 3);
        var second = await SearchAsync(store, "recover deleted files", new() { Skip = 3 }, top: 3);

        Assert.Equal(all, first.Concat(second));
        Assert.All(all, result => Assert.InRange(result.Score, 0, 1));
        Assert.Equal(all.OrderByDescending(result => result.Score), all);
    }

    [Fact]
    public async Task A_filter_holds_for_candidates()
    {
        var store = _store.AsBuilder(leaveOpen: true).UseQueryEmbedding(_documents).UseReranking(_reranker).Build();
        await FillAsync(store);

        Assert.Equal(
            [13ul, 14, 15],
            (await SearchAsync(store, "recover deleted files", new() { Filter = tool => tool.Kind == "sound" }, top: 5))
                .Select(result => result.Id)
                .Order()
                .ToArray());
    }

    private static async Task FillAsync(VectorStore store)
    {
        var collection = store.GetCollection<ulong, Tool>("tools");
        await collection.EnsureCollectionExistsAsync(TestContext.Current.CancellationToken);
        await collection.UpsertAsync(Tool.All, TestContext.Current.CancellationToken);
    }

    /// <summary>The mean over the queries of one divided by the rank of the tool that is looked for.</summary>
    private static async Task<double> MeasureAsync(VectorStore store)
    {
        var sum = 0.0;
        foreach (var (query, id) in Tool.Queries)
        {
            sum += 1.0 / (1 + (await SearchAsync(store, query, new(), Tool.All.Length)).FindIndex(result => result.Id == id));
        }

        return sum / Tool.Queries.Length;
    }

    private static async Task<List<double>> ScoresAsync<TInput>(VectorStore store, TInput value)
        where TInput : notnull =>
        [.. (await SearchAsync(store, value, new(), 5)).Select(result => result.Score)];

    private static async Task<List<(ulong Id, double Score)>> SearchAsync<TInput>(
        VectorStore store, TInput value, VectorSearchOptions<Tool> options, int top)
        where TInput : notnull =>
        await store.GetCollection<ulong, Tool>("tools").SearchAsync(value, top, options, TestContext.Current.CancellationToken)
            .Select(result => (result.Record.Id, result.Score!.Value)).ToListAsync(TestContext.Current.CancellationToken);
}
