using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.VectorData.Searching;

namespace Qwen3.Connectors.VectorData.Decorators;

/// <summary>A decorated collection with hybrid (vector and keyword) search.</summary>
internal sealed class HybridDecoratedCollection<TKey, TRecord>(
    VectorStoreCollection<TKey, TRecord> inner, IKeywordHybridSearchable<TRecord> hybrid, SearchPipeline<TRecord> pipeline, bool leaveOpen)
    : DecoratedCollection<TKey, TRecord>(inner, pipeline, leaveOpen), IKeywordHybridSearchable<TRecord>
    where TKey : notnull
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
