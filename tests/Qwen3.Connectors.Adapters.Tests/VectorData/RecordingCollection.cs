using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;

namespace Qwen3.Connectors.Adapters.Tests.VectorData;

/// <summary>A collection in memory that returns its records in a fixed order and records its calls.</summary>
internal class RecordingCollection<TKey, TRecord>(string name, params TRecord[] records) : VectorStoreCollection<TKey, TRecord>
    where TKey : notnull
    where TRecord : class
{
    /// <summary>The names of the members called, in order.</summary>
    public List<string> Calls { get; } = [];

    public object? LastValue { get; private set; }

    public int LastTop { get; private set; }

    public VectorSearchOptions<TRecord>? LastOptions { get; private set; }

    public HybridSearchOptions<TRecord>? LastHybridOptions { get; private set; }

    public int DisposeCount { get; private set; }

    public Exception? SearchFailure { get; set; }

    public override string Name => name;

    public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default) => Called(true);

    public override Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default) => Called(true);

    public override Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default) => Called(true);

    public override Task<TRecord?> GetAsync(
        TKey key,
        RecordRetrievalOptions? options = null,
        CancellationToken cancellationToken = default) => Called<TRecord?>(records[0], "Get one");

    public override IAsyncEnumerable<TRecord> GetAsync(
        IEnumerable<TKey> keys,
        RecordRetrievalOptions? options = null,
        CancellationToken cancellationToken = default) => Listed("Get many");

    public override IAsyncEnumerable<TRecord> GetAsync(
        Expression<Func<TRecord, bool>> filter,
        int top,
        FilteredRecordRetrievalOptions<TRecord>? options = null,
        CancellationToken cancellationToken = default) =>
        Listed("Get filtered");

    public override Task DeleteAsync(TKey key, CancellationToken cancellationToken = default) => Called(true, "Delete one");

    public override Task DeleteAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default) => Called(true, "Delete many");

    public override Task UpsertAsync(TRecord record, CancellationToken cancellationToken = default) => Called(true, "Upsert one");

    public override Task UpsertAsync(IEnumerable<TRecord> records, CancellationToken cancellationToken = default) =>
        Called(true, "Upsert many");

    public override IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<TRecord>? options = null, CancellationToken cancellationToken = default)
    {
        (LastValue, LastTop, LastOptions) = (searchValue, top, options);
        return Found(top, options?.Skip ?? 0);
    }

    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? $"keyed {serviceKey}"
        : serviceType == typeof(VectorStoreCollectionMetadata) ? new VectorStoreCollectionMetadata
        {
            VectorStoreSystemName = "recording",
            CollectionName = name,
        }
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    protected IAsyncEnumerable<VectorSearchResult<TRecord>> Hybrid(object value, int top, HybridSearchOptions<TRecord>? options)
    {
        (LastValue, LastTop, LastHybridOptions) = (value, top, options);
        return Found(top, options?.Skip ?? 0);
    }

    protected override void Dispose(bool disposing)
    {
        DisposeCount++;
        base.Dispose(disposing);
    }

    private IAsyncEnumerable<VectorSearchResult<TRecord>> Found(int top, int skip)
    {
        Calls.Add("Search");
        return SearchFailure is null
            ? records.Select((record, i) => new VectorSearchResult<TRecord>(record, 0.9 - (0.01 * i)))
                .Skip(skip)
                .Take(top)
                .ToAsyncEnumerable()
            : throw SearchFailure;
    }

    private IAsyncEnumerable<TRecord> Listed(string call)
    {
        Calls.Add(call);
        return records.ToAsyncEnumerable();
    }

    private Task<T> Called<T>(T result, [System.Runtime.CompilerServices.CallerMemberName] string call = "")
    {
        Calls.Add(call);
        return Task.FromResult(result);
    }
}
