namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>Byte-level BPE of one long pre-token in O(n log n): symbols in a linked list, merges in a priority queue.</summary>
/// <remarks>
/// Needs 26 bytes of memory per byte. Long pre-tokens (a million letters, base64, Chinese without punctuation) are rare, but any caller can
/// send one.
/// </remarks>
internal sealed class LongPreToken
{
    /// <summary>Steps between two checks of the cancellation token; less than a millisecond.</summary>
    private const int CancellationInterval = 1 << 12;

    private readonly MergeTable _merges;
    private readonly MergeQueue _queue;

    /// <summary>
    /// The id of the symbol that starts at a byte, <c>[bytes]</c>. Undefined where the symbol was merged into its left neighbour.
    /// </summary>
    private readonly int[] _ids;

    /// <summary>
    /// Merge rank of the symbol here and the next one, <c>[bytes]</c>; <see cref="MergeTable.NoMerge"/> if there is none or no symbol
    /// starts here.
    /// </summary>
    private readonly int[] _ranks;

    /// <summary>Where the next and the previous symbol start, <c>[bytes]</c>; the length and -1 at the ends.</summary>
    private readonly int[] _next;
    private readonly int[] _previous;

    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public LongPreToken(ReadOnlySpan<byte> preToken, int[] idsOfBytes, MergeTable merges, CancellationToken cancellationToken)
    {
        _merges = merges;
        _queue = new MergeQueue(preToken.Length);
        _ids = new int[preToken.Length];
        _ranks = new int[preToken.Length];
        _next = new int[preToken.Length];
        _previous = new int[preToken.Length];
        for (var i = 0; i < preToken.Length; i++)
        {
            _ids[i] = idsOfBytes[preToken[i]];
            _next[i] = i + 1;
            _previous[i] = i - 1;
        }

        for (var i = 0; i < preToken.Length; i++)
        {
            if (i % CancellationInterval == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            UpdateRank(i);
        }
    }

    /// <summary>Performs all merges and writes the ids of the symbols that remain.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing was written.</exception>
    public void Encode(ref TokenIdWriter ids, CancellationToken cancellationToken)
    {
        for (var taken = 0; _queue.TryDequeue(out var rank, out var position); taken++)
        {
            if (taken % CancellationInterval == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            // A rank identifies one pair: if the pair changed after it was queued, its rank differs and the entry is stale.
            if (_ranks[position] == rank)
            {
                Merge(position, rank);
            }
        }

        for (var at = 0; at < _ids.Length; at = _next[at])
        {
            ids.Add(_ids[at]);
        }
    }

    private void Merge(int position, int rank)
    {
        var removed = _next[position];
        var next = _next[removed];
        _ids[position] = _merges.MergedOf(rank);
        _ranks[removed] = MergeTable.NoMerge;
        _next[position] = next;
        if (next < _ids.Length)
        {
            _previous[next] = position;
        }

        UpdateRank(position);
        if (_previous[position] >= 0)
        {
            UpdateRank(_previous[position]);
        }
    }

    private void UpdateRank(int position)
    {
        var next = _next[position];
        var rank = next < _ids.Length ? _merges.RankOf(_ids[position], _ids[next]) : MergeTable.NoMerge;
        _ranks[position] = rank;
        if (rank == MergeTable.NoMerge)
        {
            return;
        }

        if (_queue.IsFull)
        {
            // The entry of this position is added below.
            _ranks[position] = MergeTable.NoMerge;
            _queue.RemoveStale(_ranks);
            _ranks[position] = rank;
        }

        _queue.Enqueue(rank, position);
    }
}
