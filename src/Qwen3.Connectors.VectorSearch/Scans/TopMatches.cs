using System.Runtime.CompilerServices;

namespace Qwen3.Connectors.VectorSearch.Scans;

/// <summary>The best matches of those offered: a heap with the worst of them on top.</summary>
/// <remarks>
/// A higher score is better and, of equal scores, the lower row. That is a total order, so that the result does not depend on the order of
/// offers.
/// </remarks>
internal sealed class TopMatches(int capacity)
{
    private readonly RowMatch[] _heap = new RowMatch[capacity];
    private int _count;

    /// <summary>Offers the scores of consecutive rows.</summary>
    /// <param name="scores"><c>[rows]</c>.</param>
    /// <param name="firstRow">The row of the first score.</param>
    /// <param name="removed">Not 0 where a row was removed, <c>[rows]</c>; empty if none was.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Offer(ReadOnlySpan<float> scores, int firstRow, ReadOnlySpan<byte> removed)
    {
        for (var i = 0; i < scores.Length; i++)
        {
            // Most rows fail here, once the heap is full.
            if ((_count < capacity || scores[i] >= _heap[0].Score) && (removed.IsEmpty || removed[i] == 0))
            {
                Offer(new RowMatch(firstRow + i, scores[i]));
            }
        }
    }

    public void Offer(RowMatch match)
    {
        if (_count < capacity)
        {
            _heap[_count] = match;
            SiftUp(_count++);
        }
        else if (Compare(match, _heap[0]) < 0)
        {
            _heap[0] = match;
            SiftDown();
        }
    }

    public void OfferAll(TopMatches others)
    {
        foreach (var match in others._heap.AsSpan(0, others._count))
        {
            Offer(match);
        }
    }

    /// <summary>Returns the matches, best first.</summary>
    public RowMatch[] ToSorted()
    {
        var sorted = _heap.AsSpan(0, _count).ToArray();
        Array.Sort(sorted, Compare);
        return sorted;
    }

    /// <summary>Negative where the first is better.</summary>
    private static int Compare(RowMatch a, RowMatch b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Row.CompareTo(b.Row);

    private void SiftUp(int child)
    {
        while (child > 0 && Compare(_heap[child], _heap[(child - 1) / 2]) > 0)
        {
            var parent = (child - 1) / 2;
            (_heap[child], _heap[parent]) = (_heap[parent], _heap[child]);
            child = parent;
        }
    }

    private void SiftDown()
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
