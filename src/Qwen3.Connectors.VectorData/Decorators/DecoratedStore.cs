using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.VectorData.Records;
using Qwen3.Connectors.VectorData.Searching;

namespace Qwen3.Connectors.VectorData.Decorators;

/// <summary>A store whose collections are decorated.</summary>
internal sealed class DecoratedStore(VectorStore inner, SearchPlan plan, bool leaveOpen) : VectorStore
{
    [RequiresDynamicCode(
        "This API is not compatible with NativeAOT. "
        + "For dynamic mapping via Dictionary<string, object?>, use GetDynamicCollection() instead.")]
    [RequiresUnreferencedCode(
        "This API is not compatible with trimming. "
        + "For dynamic mapping via Dictionary<string, object?>, use GetDynamicCollection() instead.")]
    public override VectorStoreCollection<TKey, TRecord> GetCollection<TKey, TRecord>(
        string name, VectorStoreCollectionDefinition? definition = null) =>
        DecoratedCollection<TKey, TRecord>.Create(
            inner.GetCollection<TKey, TRecord>(name, definition), plan, RecordModel.For<TRecord>(definition), leaveOpen: false);

    public override VectorStoreCollection<object, Dictionary<string, object?>> GetDynamicCollection(
        string name, VectorStoreCollectionDefinition definition) =>
        DecoratedCollection<object, Dictionary<string, object?>>.Create(
            inner.GetDynamicCollection(name, definition), plan, new DictionaryRecordModel(definition), leaveOpen: false);

    public override IAsyncEnumerable<string> ListCollectionNamesAsync(CancellationToken cancellationToken = default) =>
        inner.ListCollectionNamesAsync(cancellationToken);

    public override Task<bool> CollectionExistsAsync(string name, CancellationToken cancellationToken = default) =>
        inner.CollectionExistsAsync(name, cancellationToken);

    public override Task EnsureCollectionDeletedAsync(string name, CancellationToken cancellationToken = default) =>
        inner.EnsureCollectionDeletedAsync(name, cancellationToken);

    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? inner.GetService(serviceType, serviceKey)
            : serviceType == typeof(SearchPlan) ? plan
            : serviceType == typeof(ITextReranker) && plan.Reranker is not null ? plan.Reranker
            : serviceType.IsInstanceOfType(this) ? this
            : inner.GetService(serviceType);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
