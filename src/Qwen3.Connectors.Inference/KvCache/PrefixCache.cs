using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Inference.KvCache;

/// <summary>Beginnings that texts had in common, such as a query's instruction or a reranker's template, with their keys and values: the least recently used leaves first.</summary>
/// <remarks>Found by comparing token ids, so a result is the same with and without. Used by one batch at a time.</remarks>
/// <param name="tokenBudget">Tokens that memory is taken for, all beginnings together.</param>
/// <param name="lanes">Tokens of a panel.</param>
internal sealed class PrefixCache(int tokenBudget, int lanes) : IDisposable
{
    private const int RecentTexts = 32;
    private const int RecentTokens = 1024;

    // Most recently used first: there are a handful, and a search compares a few ids of each.
    private readonly LinkedList<CachedPrefix> _prefixes = new();
    private readonly LinkedList<int[]> _recent = new();
    private int _tokens;

    /// <summary>Bytes that a full cache takes, for estimates: keys and values of every layer, as <see cref="KeyValueStore"/> lays them out.</summary>
    public static long BytesFor(ModelShape shape, int tokenBudget) =>
        (long)sizeof(float) * shape.LayerCount * ((2 * shape.KeyWidth) + GemmMicroKernel.RowMultiple) * tokenBudget;

    /// <summary>The cached beginning that has the most tokens in common with a text, and how many those are.</summary>
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

    /// <summary>How many tokens a text has in common with one of the last that came: what two texts begin with, a third may.</summary>
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

    /// <summary>Drops what was used least recently until a batch's new beginnings fit, before memory is taken for them: so a batch with many is no peak.</summary>
    /// <param name="lengths">Tokens of each that the batch will add.</param>
    /// <param name="held">What the batch itself uses, which stays until it is done.</param>
    /// <returns>False when they don't fit even alone.</returns>
    public bool TryMakeRoom(IEnumerable<int> lengths, IReadOnlySet<CachedPrefix> held)
    {
        var tokens = lengths.Sum(length => (long)KeyValueStore.CapacityFor(length, lanes));
        if (tokens > tokenBudget)
        {
            return false;
        }

        for (var (node, next) = (_prefixes.Last, _prefixes.Last?.Previous); node is not null && _tokens + tokens > tokenBudget; (node, next) = (next, next?.Previous))
        {
            if (!held.Contains(node.Value))
            {
                Drop(node);
            }
        }

        return true;
    }

    /// <summary>Keeps a beginning, and drops what then is too much.</summary>
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
