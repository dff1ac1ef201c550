using Microsoft.Extensions.VectorData;

namespace Qwen3.Connectors.Adapters.Tests.VectorData;

/// <summary>A store that has one collection for each type of records.</summary>
internal sealed class RecordingStore(params IDisposable[] collections) : VectorStore
{
    public List<string> Calls { get; } = [];

    public int DisposeCount { get; private set; }

    public override VectorStoreCollection<TKey, TRecord> GetCollection<TKey, TRecord>(
        string name, VectorStoreCollectionDefinition? definition = null) =>
        collections.OfType<VectorStoreCollection<TKey, TRecord>>().Single();

    public override VectorStoreCollection<object, Dictionary<string, object?>> GetDynamicCollection(
        string name, VectorStoreCollectionDefinition definition) =>
        collections.OfType<VectorStoreCollection<object, Dictionary<string, object?>>>().Single();

    public override IAsyncEnumerable<string> ListCollectionNamesAsync(CancellationToken cancellationToken = default)
    {
        Calls.Add("List");
        return new[] { "books" }.ToAsyncEnumerable();
    }

    public override Task<bool> CollectionExistsAsync(string name, CancellationToken cancellationToken = default)
    {
        Calls.Add($"Exists {name}");
        return Task.FromResult(true);
    }

    public override Task EnsureCollectionDeletedAsync(string name, CancellationToken cancellationToken = default)
    {
        Calls.Add($"Delete {name}");
        return Task.CompletedTask;
    }

    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(VectorStoreMetadata)
            ? new VectorStoreMetadata { VectorStoreSystemName = "recording" } : serviceType.IsInstanceOfType(this) ? this
            : null;

    protected override void Dispose(bool disposing)
    {
        DisposeCount++;
        base.Dispose(disposing);
    }
}
