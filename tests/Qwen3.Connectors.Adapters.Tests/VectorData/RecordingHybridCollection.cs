using Microsoft.Extensions.VectorData;

namespace Qwen3.Connectors.Adapters.Tests.VectorData;

/// <summary>A recording collection that can search by keywords too.</summary>
internal sealed class RecordingHybridCollection<TKey, TRecord>(
    string name, params TRecord[] records) : RecordingCollection<TKey, TRecord>(name, records), IKeywordHybridSearchable<TRecord>
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
        Hybrid(searchValue, top, options);
}
