using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.VectorData.Searching;

namespace Qwen3.Connectors.VectorData.Decorators;

/// <summary>A decorated search with hybrid (vector and keyword) search.</summary>
internal sealed class HybridDecoratedSearch<TRecord>(
    IVectorSearchable<TRecord> inner, IKeywordHybridSearchable<TRecord> hybrid, SearchPipeline<TRecord> pipeline)
    : DecoratedSearch<TRecord>(inner, pipeline), IKeywordHybridSearchable<TRecord>
    where TRecord : class
{
    public IAsyncEnumerable<VectorSearchResult<TRecord>> HybridSearchAsync<TInput>(
        TInput searchValue,
        ICollection<string> keywords,
        int top,
        HybridSearchOptions<TRecord>? options = null,
        CancellationToken cancellationToken = default)
        where TInput : notnull =>
        Pipeline.HybridSearchAsync(hybrid, searchValue, keywords, top, options, cancellationToken);
}
