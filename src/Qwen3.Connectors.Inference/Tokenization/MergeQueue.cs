namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>Priority queue of the merges of one pre-token: a binary heap, the lowest rank first and the leftmost of equal ranks.</summary>
/// <remarks>
/// An entry is rank and position in one number, so that comparing entries is one instruction. Entries of pairs that no longer exist
/// stay in the queue: the consumer recognises and skips them, and <see cref="RemoveStale"/> drops them when the queue is full.
/// </remarks>
internal sealed class MergeQueue
{
    private readonly ulong[] _entries;
    private int _count;

    /// <param name="positions">Positions that can have an entry. At most one entry per position is valid at a time.</param>
    public MergeQueue(int positions) => _entries = new ulong[(int)Math.Min(positions + (positions / 4L) + 4, Array.MaxLength)];

    /// <summary>Whether <see cref="RemoveStale"/> must be called before the next <see cref="Enqueue"/>.</summary>
    public bool IsFull => _count == _entries.Length;

    public void Enqueue(int rank, int position)
    {
        var entry = ((ulong)(uint)rank << 32) | (uint)position;
        var entries = _entries;
        var at = _count++;
        while (at > 0 && entries[(at - 1) / 2] is var parent && parent > entry)
        {
            entries[at] = parent;
            at = (at - 1) / 2;
        }

        entries[at] = entry;
    }

    public bool TryDequeue(out int rank, out int position)
    {
        if (_count == 0)
        {
            rank = position = 0;
            return false;
        }

        var first = _entries[0];
        rank = (int)(first >> 32);
        position = (int)(uint)first;
        SiftDown(0, _entries[--_count]);
        return true;
    }

    /// <summary>
    /// Drops the entries whose rank is not the current one of their position; amortised, since a fifth of a full queue is stale.
    /// </summary>
    /// <param name="ranks">The current rank of each position, <c>[positions]</c>.</param>
    public void RemoveStale(ReadOnlySpan<int> ranks)
    {
        var kept = 0;
        foreach (var entry in _entries.AsSpan(0, _count))
        {
            if (ranks[(int)(uint)entry] == (int)(entry >> 32))
            {
                _entries[kept++] = entry;
            }
        }

        _count = kept;
        for (var at = (kept / 2) - 1; at >= 0; at--)
        {
            SiftDown(at, _entries[at]);
        }
    }

    /// <summary>Moves an entry down from a position whose own entry was removed.</summary>
    private void SiftDown(int at, ulong entry)
    {
        var entries = _entries.AsSpan(0, _count);
        for (var child = (2 * at) + 1; child < entries.Length; child = (2 * at) + 1)
        {
            if (child + 1 < entries.Length && entries[child + 1] < entries[child])
            {
                child++;
            }

            if (entry <= entries[child])
            {
                break;
            }

            entries[at] = entries[child];
            at = child;
        }

        _entries[at] = entry;
    }
}
