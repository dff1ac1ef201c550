namespace Qwen3.Connectors.LLamaSharp.Native;

/// <summary>Neighbouring sequences that are in the cache together, their common beginning once.</summary>
/// <param name="Start">The first one's place.</param>
/// <param name="Count">How many.</param>
/// <param name="PrefixLength">
/// Tokens of the common beginning; 0 where nothing is shared. Less than any sequence has: last tokens stay apart.
/// </param>
/// <param name="CellCount">Tokens in the cache, which are also those computed.</param>
internal readonly record struct SequenceGroup(int Start, int Count, int PrefixLength, int CellCount)
{
    /// <summary>Fewer are not worth a decode of their own.</summary>
    private const int MinPrefixLength = 8;

    /// <summary>Divides sequences into groups, in their order. A sequence longer than allowed is a group of its own.</summary>
    /// <param name="sequences">Ids, one or more each.</param>
    /// <param name="maxTokens">Tokens of a group.</param>
    /// <param name="maxCount">Sequences of a group.</param>
    /// <param name="sharePrefixes">Whether common beginnings are computed once.</param>
    public static List<SequenceGroup> Divide(IReadOnlyList<int[]> sequences, int maxTokens, int maxCount, bool sharePrefixes)
    {
        var groups = new List<SequenceGroup>();
        for (var i = 0; i < sequences.Count; i++)
        {
            if (groups.Count > 0 && groups[^1].Join(sequences, maxTokens, maxCount, sharePrefixes) is { } joined)
            {
                groups[^1] = joined;
            }
            else
            {
                groups.Add(new SequenceGroup(i, 1, 0, sequences[i].Length));
            }
        }

        return groups;
    }

    /// <summary>The group with the sequence behind it; null where that does not fit, or would give up more sharing than it saves.</summary>
    private SequenceGroup? Join(IReadOnlyList<int[]> sequences, int maxTokens, int maxCount, bool sharePrefixes)
    {
        var last = sequences[Start + Count];
        var prefix = sharePrefixes ? CommonPrefix(sequences, last) : 0;

        // Without the prefix that the group has so far, each of its sequences has its own tokens again.
        var cells = CellCount + ((PrefixLength - prefix) * (Count - 1)) + last.Length - prefix;
        return Count < maxCount && cells <= maxTokens && cells <= CellCount + last.Length ? new(Start, Count + 1, prefix, cells) : null;
    }

    private int CommonPrefix(IReadOnlyList<int[]> sequences, int[] last)
    {
        // What all have in common lies in the first one, up to the prefix that is known; the first two decide where there is none yet.
        var first = sequences[Start].AsSpan(0, Count > 1 ? PrefixLength : sequences[Start].Length - 1);
        var common = first.CommonPrefixLength(last.AsSpan(0, last.Length - 1));
        return common < MinPrefixLength ? 0 : common;
    }
}
