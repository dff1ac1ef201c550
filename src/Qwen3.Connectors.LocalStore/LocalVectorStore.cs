using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.LocalStore.Indexing;
using Qwen3.Connectors.LocalStore.Records;
using Qwen3.Connectors.LocalStore.Storage;

namespace Qwen3.Connectors.LocalStore;

/// <summary>A vector store in one SQLite file. Safe for concurrent use, also by several processes.</summary>
/// <remarks>
/// Vectors are searched in memory: the first search of a vector property reads them from the file, and later ones read what was written
/// since, by any process. A call that writes is one transaction: readers see all of it or nothing. Beside the file, SQLite keeps a
/// write-ahead log (-wal) and its index (-shm).
/// </remarks>
public sealed class LocalVectorStore : VectorStore
{
    private readonly StoreFile _file;
    private readonly IndexCache _indexes = new();
    private readonly LocalVectorStoreOptions _options;
    private readonly VectorStoreMetadata _metadata;

    /// <summary>Creates a store. The file is opened, or created with its folder, by the first call that needs it.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">Options; null for the defaults. Copied.</param>
    /// <exception cref="ArgumentException">The path is empty or an option is invalid; the message lists all faults.</exception>
    public LocalVectorStore(string path, LocalVectorStoreOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Path = System.IO.Path.GetFullPath(path);
        _options = (options ?? new LocalVectorStoreOptions()).CloneValid(nameof(options));
        _file = new StoreFile(Path, _options.BusyTimeout);
        _metadata = new VectorStoreMetadata { VectorStoreSystemName = StoreErrors.SystemName, VectorStoreName = Path };
    }

    /// <summary>Gets the absolute path of the file.</summary>
    public string Path { get; }

    /// <summary>Returns a collection. It need not exist yet.</summary>
    /// <typeparam name="TKey">string, Guid, int or long.</typeparam>
    /// <typeparam name="TRecord">A class with a constructor without parameters.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="definition">The properties; null to read the attributes of the records.</param>
    /// <exception cref="NotSupportedException">A property has a type, distance function or index kind that is not supported.</exception>
    /// <exception cref="InvalidOperationException">The definition does not fit the records, or a generator is missing.</exception>
    [RequiresDynamicCode("Records are mapped by reflection. Use GetDynamicCollection with native AOT.")]
    [RequiresUnreferencedCode("Records are mapped by reflection. Use GetDynamicCollection with trimming.")]
    public override LocalVectorStoreCollection<TKey, TRecord> GetCollection<TKey, TRecord>(
        string name, VectorStoreCollectionDefinition? definition = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (typeof(TRecord) == typeof(Dictionary<string, object?>))
        {
            throw new ArgumentException($"Records that are dictionaries need a definition: call {nameof(GetDynamicCollection)}.");
        }

        var model = new LocalModelBuilder().Build(typeof(TRecord), typeof(TKey), definition, _options.EmbeddingGenerator);
        return new(name, model, _file, _indexes, _options);
    }

    /// <summary>Returns a collection whose records are dictionaries from property names to values. It need not exist yet.</summary>
    /// <param name="name">The name.</param>
    /// <param name="definition">The properties, each with its type.</param>
    /// <exception cref="NotSupportedException">A property has a type, distance function or index kind that is not supported.</exception>
    /// <exception cref="InvalidOperationException">The definition is not complete, or a generator is missing.</exception>
    public override LocalVectorStoreCollection<object, Dictionary<string, object?>> GetDynamicCollection(
        string name, VectorStoreCollectionDefinition definition)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(definition);
        var model = new LocalModelBuilder().BuildDynamic(definition, definition.EmbeddingGenerator ?? _options.EmbeddingGenerator);
        return new(name, model, _file, _indexes, _options);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<string> ListCollectionNamesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var name in await _file.ReadAsync(CollectionCatalog.ListNames, cancellationToken).ConfigureAwait(false))
        {
            yield return name;
        }
    }

    /// <inheritdoc/>
    public override Task<bool> CollectionExistsAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return _file.ReadAsync(session => CollectionCatalog.Find(session, name) is not null, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task EnsureCollectionDeletedAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return CollectionCatalog.DeleteAsync(_file, name, _indexes.Remove, cancellationToken);
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(VectorStoreMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Closes the file and frees the vectors in memory. Collections of the store cannot be used any more.</summary>
    /// <param name="disposing">True to dispose.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
            _indexes.Clear();
        }

        base.Dispose(disposing);
    }
}
