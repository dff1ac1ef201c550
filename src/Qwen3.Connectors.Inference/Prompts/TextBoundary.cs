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
    /// Characters in a row without a position where a pre-token always ends: a longer run is not text, and its pre-token takes 27 bytes of
    /// memory per byte.
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

    /// <summary>Whether a text has a run without a boundary that is too long to be tokenised.</summary>
    public static bool HasLongRun(ReadOnlySpan<char> text, CancellationToken cancellationToken)
    {
        for (int start = 0, end; text.Length - start > MaxRunCharacters; start = end)
        {
            end = TextWindow.FindEnd(text, start, TextEncoder.DefaultWindowCharacters, cancellationToken);
            if (end - start > MaxRunCharacters)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsStable(char c) =>
        char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) && !char.IsControl(c) && c is not ('<' or '=' or '>' or '\'');
}
