using System.Diagnostics.CodeAnalysis;
using Qwen3.Connectors.VectorData;
using Qwen3.Connectors.VectorData.Decorators;
using Qwen3.Connectors.VectorData.Records;

namespace Microsoft.Extensions.VectorData;

/// <summary>Creates builders that decorate vector stores, collections and searches.</summary>
public static class VectorSearchBuilderExtensions
{
    /// <summary>
    /// Creates a builder that decorates a store: every collection that the store returns, dynamic ones included, is decorated alike.
    /// </summary>
    /// <param name="store">Any vector store.</param>
    /// <param name="leaveOpen">True to leave the store open when the decorator is disposed.</param>
    /// <returns>The builder.</returns>
    public static VectorSearchBuilder<VectorStore> AsBuilder(this VectorStore store, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(store);
        return new(store, type => store.GetService(type), plan => new DecoratedStore(store, plan, leaveOpen));
    }

    /// <summary>Creates a builder that decorates a collection.</summary>
    /// <typeparam name="TKey">The type of keys.</typeparam>
    /// <typeparam name="TRecord">The type of records.</typeparam>
    /// <param name="collection">Any collection.</param>
    /// <param name="definition">
    /// The definition that the collection was created with, if its records have no attributes; null to read their attributes.
    /// </param>
    /// <param name="leaveOpen">True to leave the collection open when the decorator is disposed.</param>
    /// <returns>The builder.</returns>
    public static VectorSearchBuilder<VectorStoreCollection<TKey, TRecord>> AsBuilder<
        TKey, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRecord>(
        this VectorStoreCollection<TKey, TRecord> collection, VectorStoreCollectionDefinition? definition = null, bool leaveOpen = false)
        where TKey : notnull
        where TRecord : class
    {
        ArgumentNullException.ThrowIfNull(collection);
        return new(
            collection,
            type => collection.GetService(type),
            plan => DecoratedCollection<TKey, TRecord>.Create(collection, plan, RecordModel.For<TRecord>(definition), leaveOpen));
    }

    /// <summary>Creates a builder that decorates a search.</summary>
    /// <typeparam name="TRecord">The type of records.</typeparam>
    /// <param name="searchable">Any search. Not disposed.</param>
    /// <param name="definition">
    /// The definition that its collection was created with, if the records have no attributes; null to read their attributes.
    /// </param>
    /// <returns>The builder.</returns>
    public static VectorSearchBuilder<IVectorSearchable<TRecord>> AsBuilder<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRecord>(
        this IVectorSearchable<TRecord> searchable, VectorStoreCollectionDefinition? definition = null)
        where TRecord : class
    {
        ArgumentNullException.ThrowIfNull(searchable);
        return new(
            searchable,
            type => searchable.GetService(type),
            plan => DecoratedSearch<TRecord>.Create(searchable, plan, RecordModel.For<TRecord>(definition)));
    }
}
