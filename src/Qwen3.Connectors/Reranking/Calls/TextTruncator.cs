using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Reranking.Calls;

/// <summary>Cuts texts to a number of tokens where an engine, which sees finished prompts, can't know what may go.</summary>
internal sealed class TextTruncator(Qwen3Tokenizer tokenizer)
{
    /// <summary>Keeps as much of a text as fits behind its head.</summary>
    /// <param name="head">Kept whole; may be empty.</param>
    /// <param name="text">What may be cut.</param>
    /// <param name="maxTokens">Tokens of head and text together at the most; the head alone has no more.</param>
    /// <param name="fromStart">Whether the start of the text goes, instead of its end.</param>
    public TruncatedText Cut(string head, string text, int maxTokens, bool fromStart)
    {
        var tokens = tokenizer.CountTokens(head + text);
        if (tokens <= maxTokens)
        {
            return new TruncatedText(text, 0);
        }

        // Doubling first: the cost is that of what is kept, not that of a megabyte that goes.
        var fits = 0;
        var tooLong = Math.Min(text.Length, Math.Max(1, maxTokens));
        while (tooLong < text.Length && Fits(tooLong))
        {
            fits = tooLong;
            tooLong = (int)Math.Min(text.Length, tooLong * 2L);
        }

        while (tooLong - fits > 1)
        {
            var middle = fits + ((tooLong - fits) / 2);
            (fits, tooLong) = Fits(middle) ? (middle, tooLong) : (fits, middle);
        }

        // Half of a surrogate pair is no text; and a shorter text can have more tokens where a merge breaks.
        while (fits > 0 && (SplitsPair(fits) || !Fits(fits)))
        {
            fits--;
        }

        var kept = Slice(fits).ToString();
        return new TruncatedText(kept, tokens - tokenizer.CountTokens(head + kept));

        bool Fits(int length) => tokenizer.CountTokens(string.Concat(head, Slice(length))) <= maxTokens;

        ReadOnlySpan<char> Slice(int length) => fromStart ? text.AsSpan(text.Length - length) : text.AsSpan(0, length);

        bool SplitsPair(int length)
        {
            var border = fromStart ? text.Length - length : length;
            return border > 0 && border < text.Length && char.IsSurrogatePair(text[border - 1], text[border]);
        }
    }
}
