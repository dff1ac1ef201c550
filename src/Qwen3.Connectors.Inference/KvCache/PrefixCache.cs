using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Inference.KvCache;

/// <summary>
/// Keys and values of prefixes that texts had in common, such as a query's instruction or a reranker's template. The least recently used is
/// evicted first.
/// </summary>
/// <remarks>Prefixes are found by token ids, so results are the same with and without the cache. Used by one thread.</remarks>
/// <param name="tokenBudget">Tokens of all prefixes together at most.</param>
/// <param name="lanes">Tokens of a panel.</param>
internal sealed class PrefixCache(int tokenBudget, int lanes) : IDisposable
{
    private const int RecentTexts = 32;
    private const int RecentTokens = 1024;

    // Most recently used first: there are a handful, and a search compares a few ids of each.
    private readonly LinkedList<CachedPrefix> _prefixes = new();
    private readonly LinkedList<int[]> _recent = new();
    private int _tokens;

    /// <summary>
    /// Bytes that a full cache takes, for estimates: keys and values of every layer, as <see cref="KeyValueStore"/> lays them out.
    /// </summary>
    public static long BytesFor(ModelShape shape, int tokenBudget) =>
        (long)sizeof(float) * shape.LayerCount * ((2 * shape.KeyWidth) + GemmMicroKernel.RowMultiple) * tokenBudget;

    /// <summary>The cached prefix that has the most tokens in common with a text, and how many those are.</summary>
    public (CachedPrefix? Prefix, int Length) Find(ReadOnlySpan<int> ids)
    {
        LinkedListNode<CachedPrefix>? best = null;
        var length = 0;
        for (var node = _prefixes.First; node is not null; node = node.Next)
        {
            var common = ids.CommonPrefixLength(node.Value.Ids);
            if (common > length)
            {
                (best, length) = (node, common);
            }
        }

        if (best is null)
        {
            return (null, 0);
        }

        _prefixes.Remove(best);
        _prefixes.AddFirst(best);
        return (best.Value, length);
    }

    /// <summary>How many tokens a text has in common with one of the last texts: a prefix of two texts may be that of a third.</summary>
    public int RecurringLength(ReadOnlySpan<int> ids)
    {
        var length = 0;
        foreach (var recent in _recent)
        {
            length = Math.Max(length, ids.CommonPrefixLength(recent));
        }

        return length;
    }

    /// <summary>Remembers a text's ids, not its keys and values.</summary>
    public void Remember(ReadOnlySpan<int> ids)
    {
        _recent.AddFirst(ids[..Math.Min(ids.Length, RecentTokens)].ToArray());
        if (_recent.Count > RecentTexts)
        {
            _recent.RemoveLast();
        }
    }

    /// <summary>
    /// Evicts the least recently used prefixes until a batch's new ones fit, before memory is allocated for them: memory stays within the
    /// budget.
    /// </summary>
    /// <param name="lengths">Tokens of each that the batch will add.</param>
    /// <param name="held">Prefixes that the batch itself uses, which are not evicted.</param>
    /// <returns>False when they don't fit even alone.</returns>
    public bool TryMakeSpace(IEnumerable<int> lengths, IReadOnlySet<CachedPrefix> held)
    {
        var tokens = lengths.Sum(length => (long)KeyValueStore.CapacityFor(length, lanes));
        if (tokens > tokenBudget)
        {
            return false;
        }

        for (var (node, next) = (_prefixes.Last, _prefixes.Last?.Previous); node is not null; (node, next) = (next, next?.Previous))
        {
            if (_tokens + tokens <= tokenBudget)
            {
                break;
            }

            if (!held.Contains(node.Value))
            {
                Drop(node);
            }
        }

        return true;
    }

    /// <summary>Adds a prefix, and evicts those beyond the budget.</summary>
    public void Add(CachedPrefix prefix)
    {
        _prefixes.AddFirst(prefix);
        _tokens += prefix.TokenCapacity;
        while (_tokens > tokenBudget)
        {
            Drop(_prefixes.Last!);
        }
    }

    public void Dispose()
    {
        foreach (var prefix in _prefixes)
        {
            prefix.Dispose();
        }

        _prefixes.Clear();
    }

    private void Drop(LinkedListNode<CachedPrefix> node)
    {
        _prefixes.Remove(node);
        _tokens -= node.Value.TokenCapacity;
        node.Value.Dispose();
    }
}
