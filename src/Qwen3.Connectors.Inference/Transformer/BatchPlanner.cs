using Qwen3.Connectors.Inference.Kernels;
using Qwen3.Connectors.Inference.KvCache;

namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>
/// Finds the prefixes that texts have in common, with each other and with earlier ones, and lays out a batch in which every common prefix
/// is computed once.
/// </summary>
/// <param name="sharePrefixes">Whether prefixes are shared within the batch.</param>
/// <param name="cache">Prefixes of earlier batches; null for none.</param>
/// <param name="createPrefix">Allocates a prefix to keep; null where the cache is only read.</param>
internal sealed class BatchPlanner(bool sharePrefixes, PrefixCache? cache, Func<int[], CachedPrefix>? createPrefix)
{
    private readonly List<int> _ids = [];
    private readonly List<QueryToken> _tokens = [];
    private readonly List<int> _lastTokens = [];
    private readonly List<PrefixCapture> _captures = [];
    private readonly HashSet<CachedPrefix> _held = [];

    /// <summary>Lays out a batch.</summary>
    /// <param name="texts">Token ids, at least one each; equal texts are computed once.</param>
    public TokenBatch Plan(IReadOnlyList<int[]> texts)
    {
        var order = Enumerable.Range(0, texts.Count).ToArray();
        Array.Sort(order, (a, b) => texts[a].AsSpan().SequenceCompareTo(texts[b]));
        var rowOf = new int[texts.Count];
        var distinct = new List<int[]>();
        foreach (var i in order)
        {
            if (distinct.Count == 0 || !texts[i].AsSpan().SequenceEqual(distinct[^1]))
            {
                distinct.Add(texts[i]);
            }

            rowOf[i] = distinct.Count - 1;
        }

        PlaceByCache([.. distinct]);
        return new TokenBatch([.. _ids], [.. _tokens], [.. _lastTokens], rowOf, _captures);
    }

    /// <summary>Texts that continue the same cached prefix are neighbours already, since they are sorted.</summary>
    private void PlaceByCache(int[][] texts)
    {
        for (int first = 0, end; first < texts.Length; first = end)
        {
            var (prefix, length) = Cached(texts[first]);
            for (end = first + 1; end < texts.Length && Cached(texts[end]) == (prefix, length); end++)
            {
            }

            if (prefix is not null)
            {
                _held.Add(prefix);
            }

            Place(texts, first, end, prefix is null ? null : new Segment(prefix.Layers, length));
        }
    }

    /// <summary>The cached prefix of a text; its last token is always computed, since its hidden state is the result.</summary>
    private (CachedPrefix? Prefix, int Length) Cached(int[] text)
    {
        var (prefix, length) = cache?.Find(text) ?? (null, 0);
        length = Math.Min(length, text.Length - 1);
        return length < PrefixSharing.MinimumTokens ? (null, 0) : (prefix, length);
    }

    /// <summary>
    /// Lays out sorted texts that all begin with <paramref name="parent"/>, depth first: prefixes may be nested thousands deep, so the
    /// stack is a list.
    /// </summary>
    private void Place(int[][] texts, int firstText, int endText, Segment? parent)
    {
        var ranges = new Stack<(int First, int End, Segment? Parent)>();
        ranges.Push((firstText, endText, parent));
        while (ranges.TryPop(out var range))
        {
            var (first, last, segment) = range;
            var (end, common) = NextGroup(texts, first, last, segment?.End ?? 0);
            if (end < last)
            {
                ranges.Push((end, last, segment));
            }

            if (end - first > 1)
            {
                ranges.Push((first, end, AddKept(texts[first], segment, common)));
            }
            else
            {
                PlaceAlone(texts[first], segment);
            }
        }
    }

    /// <summary>
    /// The texts from the first on that share more than they do with their neighbours: a group ends where neighbours have too little in
    /// common.
    /// </summary>
    private (int End, int Common) NextGroup(int[][] texts, int first, int last, int sharedAlready)
    {
        var end = first + 1;
        var common = int.MaxValue;
        while (sharePrefixes
            && end < last
            && PrefixSharing.CommonTokens(texts[end - 1], texts[end]) is var next
            && next >= sharedAlready + PrefixSharing.MinimumTokens)
        {
            common = Math.Min(common, next);
            end++;
        }

        return (end, common);
    }

    private void PlaceAlone(int[] text, Segment? parent)
    {
        if (cache is not null && createPrefix is not null)
        {
            var recurring = Math.Min(cache.RecurringLength(text), text.Length - 1);
            if (recurring >= (parent?.End ?? 0) + PrefixSharing.MinimumTokens)
            {
                parent = AddKept(text, parent, recurring);
            }

            cache.Remember(text);
        }

        Add(text, parent, text.Length);
        _lastTokens.Add(_ids.Count - 1);
    }

    /// <summary>Adds a segment that is shared, or likely to be, and so worth keeping.</summary>
    private Segment AddKept(int[] text, Segment? parent, int end)
    {
        var segment = Add(text, parent, end);
        if (cache is not null
            && createPrefix is not null
            && !_captures.Exists(capture => text.AsSpan(..end).CommonPrefixLength(capture.Prefix.Ids) == end)
            && cache.TryMakeSpace(_captures.Select(capture => capture.Prefix.Ids.Length).Append(end), _held))
        {
            _captures.Add(new PrefixCapture(segment, createPrefix(text[..end])));
        }

        return segment;
    }

    private Segment Add(int[] text, Segment? parent, int end)
    {
        var start = parent?.End ?? 0;
        var segment = new Segment(parent, _ids.Count, end - start);
        for (var position = start; position < end; position++)
        {
            _ids.Add(text[position]);
            _tokens.Add(new QueryToken(segment, position));
        }

        return segment;
    }
}
