using System.Runtime.CompilerServices;

namespace Qwen3.Connectors.VectorSearch.Scans;

/// <summary>The best matches of those offered: a heap with the worst that is kept on top.</summary>
/// <remarks>Higher scores are better, and of equal ones the lower index. That is a total order: what is kept does not depend on who was offered when.</remarks>
internal sealed class TopMatches(int capacity)
{
    private readonly VectorMatch[] _heap = new VectorMatch[capacity];
    private int _count;

    /// <summary>Offers scores of neighbouring rows.</summary>
    /// <param name="scores"><c>[rows]</c>.</param>
    /// <param name="firstIndex">The first row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Offer(ReadOnlySpan<float> scores, int firstIndex)
    {
        for (var i = 0; i < scores.Length; i++)
        {
            // Most rows fail here, once the heap is full.
            if (_count < capacity || scores[i] >= _heap[0].Score)
            {
                Offer(new VectorMatch(firstIndex + i, scores[i]));
            }
        }
    }

    public void Offer(VectorMatch match)
    {
        if (_count < capacity)
        {
            _heap[_count] = match;
            Rise(_count++);
        }
        else if (Compare(match, _heap[0]) < 0)
        {
            _heap[0] = match;
            Sink();
        }
    }

    public void OfferAll(TopMatches others)
    {
        foreach (var match in others._heap.AsSpan(0, others._count))
        {
            Offer(match);
        }
    }

    /// <summary>What was kept, best first.</summary>
    public VectorMatch[] ToSorted()
    {
        var sorted = _heap.AsSpan(0, _count).ToArray();
        Array.Sort(sorted, Compare);
        return sorted;
    }

    /// <summary>Below zero where the first is better.</summary>
    private static int Compare(VectorMatch a, VectorMatch b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Index.CompareTo(b.Index);

    private void Rise(int child)
    {
        while (child > 0 && Compare(_heap[child], _heap[(child - 1) / 2]) > 0)
        {
            var parent = (child - 1) / 2;
            (_heap[child], _heap[parent]) = (_heap[parent], _heap[child]);
            child = parent;
        }
    }

    private void Sink()
    {
        var parent = 0;
        while ((2 * parent) + 1 < _count)
        {
            var worse = (2 * parent) + 1;
            if (worse + 1 < _count && Compare(_heap[worse + 1], _heap[worse]) > 0)
            {
                worse++;
            }

            if (Compare(_heap[worse], _heap[parent]) <= 0)
            {
                return;
            }

            (_heap[worse], _heap[parent]) = (_heap[parent], _heap[worse]);
            parent = worse;
        }
    }
}
