using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.VectorData.Records;
using Qwen3.Connectors.VectorData.Searching;

namespace Qwen3.Connectors.VectorData.Decorators;

/// <summary>A search that runs in a pipeline.</summary>
internal class DecoratedSearch<TRecord>(IVectorSearchable<TRecord> inner, SearchPipeline<TRecord> pipeline) : IVectorSearchable<TRecord>
    where TRecord : class
{
    protected SearchPipeline<TRecord> Pipeline => pipeline;

    /// <summary>Creates a hybrid search if the inner one is hybrid.</summary>
    public static DecoratedSearch<TRecord> Create(IVectorSearchable<TRecord> inner, SearchPlan plan, RecordModel<TRecord> model)
    {
        var name = (inner.GetService(typeof(VectorStoreCollectionMetadata)) as VectorStoreCollectionMetadata)?.CollectionName;
        var pipeline = new SearchPipeline<TRecord>(plan, model, name);
        return SearchServices.FindHybrid(inner) is { } hybrid
            ? new HybridDecoratedSearch<TRecord>(inner, hybrid, pipeline)
            : new DecoratedSearch<TRecord>(inner, pipeline);
    }

    public IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<TRecord>? options = null, CancellationToken cancellationToken = default)
        where TInput : notnull =>
        pipeline.SearchAsync(inner, searchValue, top, options, cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        SearchServices.Get(this, inner, pipeline.Plan, serviceType, serviceKey);
}
