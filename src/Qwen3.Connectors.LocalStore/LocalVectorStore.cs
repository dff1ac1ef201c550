using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.VectorData;

namespace Qwen3.Connectors.LocalStore;

/// <summary>A vector store in one SQLite file.</summary>
public sealed class LocalVectorStore : VectorStore
{
    /// <summary>Creates a store. The file is opened, or created with its folder, by the first call that needs it.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">Options; null for the defaults. Copied.</param>
    /// <exception cref="ArgumentException">The path is empty or an option is invalid; the message lists all faults.</exception>
    public LocalVectorStore(string path, LocalVectorStoreOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Path = System.IO.Path.GetFullPath(path);
        _ = options;
    }

    /// <summary>Gets the absolute path of the file.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    [RequiresDynamicCode("Records are mapped by reflection. Use GetDynamicCollection with native AOT.")]
    [RequiresUnreferencedCode("Records are mapped by reflection. Use GetDynamicCollection with trimming.")]
    public override LocalVectorStoreCollection<TKey, TRecord> GetCollection<TKey, TRecord>(
        string name, VectorStoreCollectionDefinition? definition = null) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override LocalVectorStoreCollection<object, Dictionary<string, object?>> GetDynamicCollection(
        string name, VectorStoreCollectionDefinition definition) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override IAsyncEnumerable<string> ListCollectionNamesAsync(CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public override Task<bool> CollectionExistsAsync(string name, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public override Task EnsureCollectionDeletedAsync(string name, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null) => throw new NotImplementedException();
}
