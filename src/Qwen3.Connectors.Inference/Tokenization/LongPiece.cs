namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>A piece of many bytes while its pairs merge, in n log n: tokens in a linked list, merges in a queue.</summary>
/// <remarks>
/// Takes 24 bytes of memory a byte of the piece. Long pieces (a million letters, base64, CJK without punctuation) are rare, but anyone can send one.
/// </remarks>
internal sealed class LongPiece
{
    private readonly MergeTable _merges;
    private readonly MergeQueue _queue;

    /// <summary>The token that starts at a byte. Its place is never filled again once the token went into its left neighbour.</summary>
    private readonly int[] _ids;

    /// <summary>Rank of the merge of the token here with the next one; <see cref="MergeTable.NoMerge"/> if none, and where no token starts.</summary>
    private readonly int[] _ranks;

    /// <summary>Where the token after, and before, the one here starts; the piece's length, and -1, at the ends.</summary>
    private readonly int[] _next;
    private readonly int[] _previous;

    public LongPiece(ReadOnlySpan<byte> piece, int[] idsOfBytes, MergeTable merges)
    {
        _merges = merges;
        _queue = new MergeQueue(piece.Length);
        _ids = new int[piece.Length];
        _ranks = new int[piece.Length];
        _next = new int[piece.Length];
        _previous = new int[piece.Length];
        for (var i = 0; i < piece.Length; i++)
        {
            _ids[i] = idsOfBytes[piece[i]];
            _next[i] = i + 1;
            _previous[i] = i - 1;
        }

        for (var i = 0; i < piece.Length; i++)
        {
            Rank(i);
        }
    }

    /// <summary>Does all merges and writes the tokens that are left.</summary>
    public void Encode(ref IdWriter ids)
    {
        while (_queue.TryTake(out var rank, out var position))
        {
            // A pair that has changed since it was queued has another rank: a rank belongs to one pair.
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
        var gone = _next[position];
        var next = _next[gone];
        _ids[position] = _merges.MergedOf(rank);
        _ranks[gone] = MergeTable.NoMerge;
        _next[position] = next;
        if (next < _ids.Length)
        {
            _previous[next] = position;
        }

        Rank(position);
        if (_previous[position] >= 0)
        {
            Rank(_previous[position]);
        }
    }

    private void Rank(int position)
    {
        var next = _next[position];
        var rank = next < _ids.Length ? _merges.RankOf(_ids[position], _ids[next]) : MergeTable.NoMerge;
        _ranks[position] = rank;
        if (rank != MergeTable.NoMerge)
        {
            _queue.Add(rank, position);
        }
    }
}
