namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>Merges to do in a piece, the lowest rank first and the leftmost of equals: a binary heap.</summary>
/// <remarks>
/// An entry is rank and position in one number, so that order is one comparison. Entries are not taken back: who takes one out checks that it still holds.
/// </remarks>
internal sealed class MergeQueue
{
    private ulong[] _entries;
    private int _count;

    public MergeQueue(int capacity) => _entries = new ulong[Math.Max(capacity, 4)];

    public void Add(int rank, int position)
    {
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, (int)Math.Min(2L * _entries.Length, Array.MaxLength));
        }

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

    public bool TryTake(out int rank, out int position)
    {
        if (_count == 0)
        {
            rank = position = 0;
            return false;
        }

        var first = _entries[0];
        rank = (int)(first >> 32);
        position = (int)(uint)first;
        SiftDown(_entries[--_count]);
        return true;
    }

    /// <summary>Puts an entry in from the top, whose own entry was taken.</summary>
    private void SiftDown(ulong entry)
    {
        var entries = _entries.AsSpan(0, _count);
        var at = 0;
        for (var child = 1; child < entries.Length; child = (2 * at) + 1)
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
