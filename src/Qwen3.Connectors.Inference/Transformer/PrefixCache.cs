using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Inference.Transformer;

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

    /// <summary>Whether a beginning of this length may be kept at all.</summary>
    public bool HasRoomFor(int tokens) => KeyValueStore.CapacityFor(tokens, lanes) <= tokenBudget;

    /// <summary>Keeps a beginning, and drops what then is too much.</summary>
    public void Add(CachedPrefix prefix)
    {
        _prefixes.AddFirst(prefix);
        _tokens += prefix.TokenCapacity;
        while (_tokens > tokenBudget)
        {
            var oldest = _prefixes.Last!.Value;
            _prefixes.RemoveLast();
            _tokens -= oldest.TokenCapacity;
            oldest.Dispose();
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
}
