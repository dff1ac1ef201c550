using System.Collections.Concurrent;

namespace Qwen3.Connectors.LocalStore.Indexing;

/// <summary>The indexes of a store: one per collection, vector property and way to keep vectors. Safe for concurrent use.</summary>
internal sealed class IndexCache
{
    private readonly ConcurrentDictionary<(string Collection, int Ordinal, IndexPlan Plan), LiveIndex> _indexes = new();

    public LiveIndex Get(string collection, int ordinal, IndexPlan plan) =>
        _indexes.GetOrAdd((collection, ordinal, plan), static key => new LiveIndex(key.Plan, key.Ordinal));

    /// <summary>Frees the memory of a collection.</summary>
    public void Remove(string collection)
    {
        foreach (var key in _indexes.Keys.Where(key => key.Collection == collection))
        {
            _indexes.TryRemove(key, out _);
        }
    }

    public void Clear() => _indexes.Clear();
}
