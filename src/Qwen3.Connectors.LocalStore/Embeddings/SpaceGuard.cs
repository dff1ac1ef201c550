using System.Collections.Concurrent;
using Qwen3.Connectors.LocalStore.Records;
using Qwen3.Connectors.LocalStore.Storage;

namespace Qwen3.Connectors.LocalStore.Embeddings;

/// <summary>Refuses vectors of another vector space than those of a collection. Safe for concurrent use.</summary>
/// <remarks>
/// The first write with a generator stores its space. A stored space never changes, so that a check that passed is not repeated.
/// </remarks>
internal sealed class SpaceGuard
{
    private readonly ConcurrentDictionary<(long Collection, int Ordinal, bool IsWrite), bool> _passed = new();

    /// <summary>Checks a write, and stores the space of the first one.</summary>
    /// <exception cref="VectorSpaceMismatchException">The generator's vectors must not be stored beside those that are there.</exception>
    public void BeforeWrite(StoreSession session, StoredCollection collection, VectorBinding property, VectorSpaceFingerprint? space)
    {
        if (space is null)
        {
            return;
        }

        if (Read(session, collection, property) is not { } stored)
        {
            // Not remembered as passed: this transaction can still fail.
            CollectionCatalog.WriteSpace(session, collection, property.Stored.Ordinal, space.ToString());
            return;
        }

        Check(collection, property, isWrite: true, () => space.EnsureCanAddTo(stored));
    }

    /// <summary>Checks a search for a vector that the property's generator made.</summary>
    /// <exception cref="VectorSpaceMismatchException">The generator's vectors cannot be compared with those that are there.</exception>
    public void BeforeSearch(StoreSession session, StoredCollection collection, VectorBinding property, VectorSpaceFingerprint? space)
    {
        if (space is not null && !_passed.ContainsKey((collection.Id, property.Stored.Ordinal, false))
            && Read(session, collection, property) is { } stored)
        {
            Check(collection, property, isWrite: false, () => space.EnsureCompatible(stored));
        }
    }

    private static VectorSpaceFingerprint? Read(StoreSession session, StoredCollection collection, VectorBinding property) =>
        CollectionCatalog.ReadSpace(session, collection, property.Stored.Ordinal) is { } text ? VectorSpaceFingerprint.Parse(text) : null;

    private void Check(StoredCollection collection, VectorBinding property, bool isWrite, Action check)
    {
        var key = (collection.Id, property.Stored.Ordinal, isWrite);
        if (!_passed.ContainsKey(key))
        {
            check();
            _passed[key] = true;
        }
    }
}
