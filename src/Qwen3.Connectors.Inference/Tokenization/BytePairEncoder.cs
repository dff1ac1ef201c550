namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>
/// Byte-level BPE of one pre-token: starting from single bytes, the adjacent pair of the lowest merge rank is merged, the leftmost of
/// equals, until none is left.
/// </summary>
internal sealed class BytePairEncoder(TokenTable tokens, MergeTable merges)
{
    /// <summary>Up to this length a linear search per merge is faster than a priority queue; also the limit of the stack memory.</summary>
    private const int MaxShortLength = 64;

    private const byte Unknown = 0, Mergeable = 1, NotMergeable = 2;

    /// <summary>
    /// Per id, whether merging the token's bytes results in that one token. Filled on first use; concurrent writers write the same value.
    /// </summary>
    private readonly byte[] _mergeable = new byte[tokens.Count];

    /// <summary>Writes the token ids of a pre-token.</summary>
    /// <param name="preToken">At least one byte.</param>
    /// <param name="ids">Receives the ids.</param>
    /// <param name="cancellationToken">Checked within long pre-tokens.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Encode(ReadOnlySpan<byte> preToken, ref TokenIdWriter ids, CancellationToken cancellationToken)
    {
        var whole = tokens.Find(preToken);
        if (whole >= 0 && IsMergeable(whole, preToken, cancellationToken))
        {
            ids.Add(whole);
        }
        else
        {
            Merge(preToken, ref ids, cancellationToken);
        }
    }

    /// <summary>
    /// Whether merges produce the token: a vocabulary may list tokens that no merge produces, or that merges of lower rank prevent.
    /// </summary>
    private bool IsMergeable(int id, ReadOnlySpan<byte> preToken, CancellationToken cancellationToken)
    {
        if (_mergeable[id] == Unknown)
        {
            var counter = TokenIdWriter.Counting();
            Merge(preToken, ref counter, cancellationToken);
            _mergeable[id] = counter.Count == 1 ? Mergeable : NotMergeable;
        }

        return _mergeable[id] == Mergeable;
    }

    private void Merge(ReadOnlySpan<byte> preToken, ref TokenIdWriter ids, CancellationToken cancellationToken)
    {
        if (preToken.Length <= MaxShortLength)
        {
            MergeShort(preToken, ref ids);
        }
        else
        {
            new LongPreToken(preToken, tokens.IdsOfBytes, merges, cancellationToken).Encode(ref ids, cancellationToken);
        }
    }

    private void MergeShort(ReadOnlySpan<byte> preToken, ref TokenIdWriter ids)
    {
        Span<int> symbols = stackalloc int[MaxShortLength];
        Span<int> ranks = stackalloc int[MaxShortLength];
        var count = preToken.Length;
        for (var i = 0; i < count; i++)
        {
            symbols[i] = tokens.IdsOfBytes[preToken[i]];
        }

        // [count - 1] pairs; the rank behind the last one stays NoMerge.
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
