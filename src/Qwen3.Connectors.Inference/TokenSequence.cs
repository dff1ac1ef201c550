namespace Qwen3.Connectors.Inference;

/// <summary>The ids of one prompt after truncation.</summary>
/// <param name="Tokens">What is computed.</param>
/// <param name="TruncatedCount">Tokens left out.</param>
internal readonly record struct TokenSequence(int[] Tokens, int TruncatedCount)
{
    /// <summary>Joins the parts of a prompt and cuts its middle to what fits.</summary>
    /// <param name="head">Kept whole.</param>
    /// <param name="middle">What may be cut.</param>
    /// <param name="tail">Kept whole.</param>
    /// <param name="limit">Tokens of the result at the most.</param>
    /// <param name="truncation">Which side of <paramref name="middle"/> goes.</param>
    /// <param name="index">The text's place in the caller's list, for the message.</param>
    /// <exception cref="ArgumentException">It doesn't fit and <paramref name="truncation"/> is to throw, or head and tail alone don't fit.</exception>
    public static TokenSequence Cut(ReadOnlySpan<int> head, ReadOnlySpan<int> middle, ReadOnlySpan<int> tail, int limit, Truncation truncation, int index)
    {
        var room = limit - head.Length - tail.Length;
        var cut = Math.Max(0, middle.Length - room);
        if (cut > 0 && (truncation == Truncation.Throw || room < 0))
        {
            throw new ArgumentException(Explain(head.Length + middle.Length + tail.Length, head.Length + tail.Length, limit, truncation, index));
        }

        var kept = truncation == Truncation.TruncateStart ? middle[cut..] : middle[..^cut];
        return new TokenSequence([.. head, .. kept, .. tail], cut);
    }

    private static string Explain(int tokens, int uncuttable, int limit, Truncation truncation, int index) => truncation == Truncation.Throw
        ? $"Text {index} has {tokens} tokens and may have {limit}. Shorten it, split it, or choose another truncation than Throw."
        : $"Text {index} may have {limit} tokens, and its parts that are never cut (template, instruction, query) already have {uncuttable}. Shorten the query or the instruction.";
}
