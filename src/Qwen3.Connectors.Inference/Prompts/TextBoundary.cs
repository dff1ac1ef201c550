using System.Text;
using Qwen3.Connectors.Inference.Tokenization;
using Qwen3.Connectors.Inference.Unicode;

namespace Qwen3.Connectors.Inference.Prompts;

/// <summary>
/// Places where a text can be split so that the token ids of the parts, one after the other, are those of the whole text.
/// </summary>
/// <remarks>
/// Merges stay within pre-tokens, so a split is safe where a pre-token ends whatever follows, and where NFC composes nothing across it.
/// NFC never composes an ASCII character with what precedes it; of ASCII punctuation only &lt;, = and &gt; compose with
/// a following mark.
/// </remarks>
internal static class TextBoundary
{
    /// <summary>
    /// Characters that are tokenised at once where the text has a boundary: bounds memory and the time between two checks for cancellation.
    /// </summary>
    public const int SliceCharacters = 1 << 16;

    /// <summary>
    /// Characters without a boundary that are accepted: a longer run is not text, and its pre-token takes 27 bytes of memory per byte.
    /// </summary>
    public const int MaxRunCharacters = 1 << 20;

    /// <summary>Finds where a prompt's head can be split from whatever text follows it.</summary>
    /// <param name="head">The head; only its last character is considered.</param>
    /// <returns>The start of the last character, or 0 where a pre-token may extend over it.</returns>
    public static int OfHead(string head)
    {
        var at = head.Length - 1;
        if (at < 1 || !IsStable(head[at]))
        {
            return 0;
        }

        // Pre-tokens are found from left to right: one that ends before the last character ends there with any text behind it.
        var utf8 = Encoding.UTF8.GetBytes(Nfc.IsNormalized(head) ? head : Nfc.Normalize(head));
        var end = 0;
        while (end < utf8.Length - 1)
        {
            end = PreTokenizer.EndOfPreToken(utf8, end);
        }

        return end == utf8.Length - 1 ? at : 0;
    }

    /// <summary>
    /// The end of a slice of a long text: a letter before a space, a line break or a punctuation mark always ends a pre-token.
    /// </summary>
    /// <returns>
    /// The text's end where no boundary was found within <see cref="MaxRunCharacters"/> and the rest is short enough; -1 where it is not.
    /// </returns>
    public static int NextSlice(ReadOnlySpan<char> text, int start)
    {
        if (text.Length - start <= SliceCharacters)
        {
            return text.Length;
        }

        var limit = (int)Math.Min(text.Length, (long)start + MaxRunCharacters);
        for (var at = start + SliceCharacters; at < limit; at++)
        {
            if (EndsPreToken(text[at]) && IsLetter(text[at - 1]))
            {
                return at;
            }
        }

        return limit == text.Length ? limit : -1;
    }

    private static bool IsStable(char c) =>
        char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) && !char.IsControl(c) && c is not ('<' or '=' or '>' or '\'');

    private static bool EndsPreToken(char c) => c is ' ' or '\n' or '\r' or '.' or ',' or '。' or '，' or '、';

    /// <summary>Letters of every Unicode version that the tables may be of.</summary>
    private static bool IsLetter(char c) => char.IsAsciiLetter(c)
        || c is (>= 'А' and <= 'я') or (>= 'ぁ' and <= 'ん') or (>= 'ァ' and <= 'ヶ') or (>= '一' and <= '龥') or (>= '가' and <= '힣');
}
