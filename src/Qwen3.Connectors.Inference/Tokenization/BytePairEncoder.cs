namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>Byte-level BPE of one piece: from single bytes, the adjacent pair of lowest rank merges, the leftmost of equals, until none does.</summary>
internal sealed class BytePairEncoder(TokenTable pieces, MergeTable merges)
{
    /// <summary>Up to here looking through all pairs for each merge is faster than a queue; it also bounds the stack that is used.</summary>
    private const int ShortPiece = 64;

    private const byte Unknown = 0, Reached = 1, NotReached = 2;

    /// <summary>By id: whether the merges of a piece's bytes end in that one token. Found out on first use; threads that race write the same.</summary>
    private readonly byte[] _reached = new byte[pieces.Count];

    /// <summary>Writes the tokens of a piece.</summary>
    /// <param name="piece">Bytes of one piece of the splitter; at least one.</param>
    /// <param name="ids">Where the token ids go.</param>
    public void Encode(ReadOnlySpan<byte> piece, ref IdWriter ids)
    {
        var whole = pieces.Find(piece);
        if (whole >= 0 && IsMergeable(whole, piece))
        {
            ids.Add(whole);
        }
        else if (piece.Length <= ShortPiece)
        {
            EncodeShort(piece, ref ids);
        }
        else
        {
            new LongPiece(piece, pieces.IdsOfBytes, merges).Encode(ref ids);
        }
    }

    /// <summary>Whether merges lead to the token: there may be tokens that no merge makes, and lower ranks may go another way.</summary>
    private bool IsMergeable(int id, ReadOnlySpan<byte> piece)
    {
        if (_reached[id] == Unknown)
        {
            var counter = IdWriter.Counting();
            if (piece.Length <= ShortPiece)
            {
                EncodeShort(piece, ref counter);
            }
            else
            {
                new LongPiece(piece, pieces.IdsOfBytes, merges).Encode(ref counter);
            }

            _reached[id] = counter.Count == 1 ? Reached : NotReached;
        }

        return _reached[id] == Reached;
    }

    private void EncodeShort(ReadOnlySpan<byte> piece, ref IdWriter ids)
    {
        Span<int> symbols = stackalloc int[ShortPiece];
        Span<int> ranks = stackalloc int[ShortPiece];
        var count = piece.Length;
        for (var i = 0; i < count; i++)
        {
            symbols[i] = pieces.IdsOfBytes[piece[i]];
        }

        // [count - 1] pairs; the rank after the last one stays NoMerge.
        ranks[..count].Fill(MergeTable.NoMerge);
        for (var i = 0; i + 1 < count; i++)
        {
            ranks[i] = merges.RankOf(symbols[i], symbols[i + 1]);
        }

        while (IndexOfLowest(ranks[..count]) is var at && ranks[at] != MergeTable.NoMerge)
        {
            symbols[at] = merges.MergedOf(ranks[at]);
            symbols[(at + 2)..count].CopyTo(symbols[(at + 1)..]);
            ranks[(at + 1)..count].CopyTo(ranks[at..]);
            count--;
            ranks[at] = at + 1 < count ? merges.RankOf(symbols[at], symbols[at + 1]) : MergeTable.NoMerge;
            if (at > 0)
            {
                ranks[at - 1] = merges.RankOf(symbols[at - 1], symbols[at]);
            }
        }

        ids.Add(symbols[..count]);
    }

    private static int IndexOfLowest(ReadOnlySpan<int> ranks)
    {
        var lowest = 0;
        for (var i = 1; i < ranks.Length; i++)
        {
            if (ranks[i] < ranks[lowest])
            {
                lowest = i;
            }
        }

        return lowest;
    }
}
