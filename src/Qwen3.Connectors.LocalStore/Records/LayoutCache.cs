using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Qwen3.Connectors.LocalStore.Storage;

namespace Qwen3.Connectors.LocalStore.Records;

/// <summary>The layout of one collection for one model, read again when the collection was created anew or got a property.</summary>
internal sealed class LayoutCache(string name, CollectionModel model, string path)
{
    private volatile RecordLayout? _layout;

    /// <summary>Finds the collection in a transaction.</summary>
    /// <exception cref="VectorStoreException">It does not exist, or does not fit the records.</exception>
    public (StoredCollection Collection, RecordLayout Layout) Find(StoreSession session)
    {
        var collection = CollectionCatalog.Find(session, name)
            ?? throw StoreErrors.Create(
                $"Collection '{name}' does not exist in '{path}'. Call EnsureCollectionExistsAsync first.", path);
        var layout = _layout;
        if (layout is null || layout.CollectionId != collection.Id || layout.SchemaVersion != collection.SchemaVersion)
        {
            _layout = layout = RecordLayout.Read(session, collection, model, path);
        }

        return (collection, layout);
    }
}
