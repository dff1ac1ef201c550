namespace Qwen3.Connectors.Caching.Lookup;

/// <summary>
/// The keys that running calls look up or compute: of concurrent calls with one key, the first owns it and the others wait.
/// </summary>
/// <remarks>A call does not wait for a much larger one: the vector of a query must not be delayed until a bulk call completes.</remarks>
internal sealed class PendingVectors
{
    private const int SmallCall = 32;
    private const int MuchLarger = 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, PendingVector> _pending = [];

    /// <summary>Divides keys into those that the caller has to find, and those that it has to wait for.</summary>
    public KeyClaim Claim(List<string> keys)
    {
        var claim = new KeyClaim(this);
        lock (_lock)
        {
            foreach (var key in keys)
            {
                if (!_pending.TryGetValue(key, out var other))
                {
                    var own = new PendingVector(keys.Count);
                    _pending.Add(key, own);
                    claim.AddOwned(key, own);
                }
                else if (other.CallSize > Math.Max(SmallCall, MuchLarger * keys.Count))
                {
                    claim.AddOwned(key, pending: null);
                }
                else
                {
                    claim.AddOther(key, other.Task);
                }
            }
        }

        return claim;
    }

    /// <summary>Removes keys; calls that wait for one without a vector look it up themselves.</summary>
    public void Remove(Dictionary<string, PendingVector> owned)
    {
        lock (_lock)
        {
            foreach (var key in owned.Keys)
            {
                _pending.Remove(key);
            }
        }

        foreach (var pending in owned.Values)
        {
            pending.Complete(null);
        }
    }
}
