namespace Qwen3.Connectors.Caching.Lookup;

/// <summary>The keys of one call. Disposing it ends the ownership of the keys that other calls wait for.</summary>
internal sealed class KeyClaim(PendingVectors table) : IDisposable
{
    private readonly Dictionary<string, PendingVector> _shared = [];

    /// <summary>The keys that the call has to find.</summary>
    public List<string> Owned { get; } = [];

    /// <summary>The keys that other calls find; a result is null where such a call failed.</summary>
    public List<(string Key, Task<CachedVector?> Vector)> Others { get; } = [];

    /// <param name="key">A key.</param>
    /// <param name="pending">What other calls wait for; null where a much larger call finds the same key.</param>
    public void AddOwned(string key, PendingVector? pending)
    {
        Owned.Add(key);
        if (pending is not null)
        {
            _shared.Add(key, pending);
        }
    }

    public void AddOther(string key, Task<CachedVector?> vector) => Others.Add((key, vector));

    /// <summary>Passes the vector of an owned key to the calls that wait for it.</summary>
    public void Complete(string key, CachedVector vector)
    {
        if (_shared.TryGetValue(key, out var pending))
        {
            pending.Complete(vector);
        }
    }

    public void Dispose() => table.Remove(_shared);
}
