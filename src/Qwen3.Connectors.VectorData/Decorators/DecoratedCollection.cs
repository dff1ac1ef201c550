using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.VectorData.Records;
using Qwen3.Connectors.VectorData.Searching;

namespace Qwen3.Connectors.VectorData.Decorators;

/// <summary>
/// A collection whose searches run in a pipeline. All other members, virtual ones included, are forwarded to the inner collection.
/// </summary>
internal class DecoratedCollection<TKey, TRecord>(
    VectorStoreCollection<TKey, TRecord> inner, SearchPipeline<TRecord> pipeline, bool leaveOpen)
    : VectorStoreCollection<TKey, TRecord>
    where TKey : notnull
    where TRecord : class
{
    public override string Name => inner.Name;

    protected SearchPipeline<TRecord> Pipeline => pipeline;

    /// <summary>Creates a hybrid collection if the inner one is hybrid: consumers test for it by a cast.</summary>
    public static DecoratedCollection<TKey, TRecord> Create(
        VectorStoreCollection<TKey, TRecord> inner, SearchPlan plan, RecordModel<TRecord> model, bool leaveOpen)
    {
        var pipeline = new SearchPipeline<TRecord>(plan, model, inner.Name);
        return SearchServices.FindHybrid(inner) is { } hybrid
            ? new HybridDecoratedCollection<TKey, TRecord>(inner, hybrid, pipeline, leaveOpen)
            : new DecoratedCollection<TKey, TRecord>(inner, pipeline, leaveOpen);
    }

    public override IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<TRecord>? options = null, CancellationToken cancellationToken = default) =>
        pipeline.SearchAsync(inner, searchValue, top, options, cancellationToken);

    public override async Task UpsertAsync(TRecord record, CancellationToken cancellationToken = default)
    {
        await pipeline.Guard.BeforeWriteAsync(cancellationToken).ConfigureAwait(false);
        await inner.UpsertAsync(record, cancellationToken).ConfigureAwait(false);
    }

    public override async Task UpsertAsync(IEnumerable<TRecord> records, CancellationToken cancellationToken = default)
    {
        await pipeline.Guard.BeforeWriteAsync(cancellationToken).ConfigureAwait(false);
        await inner.UpsertAsync(records, cancellationToken).ConfigureAwait(false);
    }

    public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default) =>
        inner.CollectionExistsAsync(cancellationToken);

    public override Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default) =>
        inner.EnsureCollectionExistsAsync(cancellationToken);

    public override Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default) =>
        inner.EnsureCollectionDeletedAsync(cancellationToken);

    public override Task<TRecord?> GetAsync(
        TKey key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default) =>
        inner.GetAsync(key, options, cancellationToken);

    public override IAsyncEnumerable<TRecord> GetAsync(
        IEnumerable<TKey> keys, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default) =>
        inner.GetAsync(keys, options, cancellationToken);

    public override IAsyncEnumerable<TRecord> GetAsync(
        Expression<Func<TRecord, bool>> filter,
        int top,
        FilteredRecordRetrievalOptions<TRecord>? options = null,
        CancellationToken cancellationToken = default) =>
        inner.GetAsync(filter, top, options, cancellationToken);

    public override Task DeleteAsync(TKey key, CancellationToken cancellationToken = default) => inner.DeleteAsync(key, cancellationToken);

    public override Task DeleteAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(keys, cancellationToken);

    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        SearchServices.Get(this, inner, pipeline.Plan, serviceType, serviceKey);

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
