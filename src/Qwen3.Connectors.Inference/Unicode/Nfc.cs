using System.Text;

namespace Qwen3.Connectors.Inference.Unicode;

/// <summary>Unicode normalisation form C, which the Hugging Face tokenizer applies before it splits a text.</summary>
/// <remarks>Not <see cref="string.Normalize()"/>, because that returns its input under InvariantGlobalization, the usual setting in containers.</remarks>
internal static class Nfc
{
    /// <summary>Every code below is a starter that nothing composes with.</summary>
    private const char FirstMark = '\u0300';

    /// <summary>Whether the text is in NFC for certain; text with codes that might compose is said not to be.</summary>
    public static bool IsNormalized(ReadOnlySpan<char> text)
    {
        var at = text.IndexOfAnyInRange(FirstMark, char.MaxValue);
        if (at < 0)
        {
            return true;
        }

        var lastClass = 0;
        while (at < text.Length)
        {
            var code = CodeAt(text, at, out var length);
            at += length;
            if (NfcTables.IsNormalizationInert(code))
            {
                lastClass = 0;
                continue;
            }

            var combiningClass = NfcTables.CombiningClass(code);
            if (!NfcTables.IsQuickCheckYes(code) || (combiningClass != 0 && combiningClass < lastClass))
            {
                return false;
            }

            lastClass = combiningClass;
        }

        return true;
    }

    /// <summary>The text in NFC. Lone surrogates may stay, or become U+FFFD.</summary>
    public static string Normalize(ReadOnlySpan<char> text)
    {
        var normalized = new StringBuilder(text.Length);
        var segment = new NfcSegment();
        int copied = 0, previous = 0;
        for (var at = 0; at < text.Length;)
        {
            var code = CodeAt(text, at, out var length);
            if (NfcTables.IsNormalizationInert(code))
            {
                previous = at;
                at += length;
                continue;
            }

            // What an active code may compose with reaches back to the inert one before it and on to the next.
            normalized.Append(text[copied..previous]);
            for (at = previous; at < text.Length; at += length)
            {
                code = CodeAt(text, at, out length);
                if (at > previous && NfcTables.IsNormalizationInert(code))
                {
                    break;
                }

                segment.Add(code);
            }

            segment.MoveTo(normalized);
            copied = previous = at;
        }

        return normalized.Append(text[copied..]).ToString();
    }

    private static int CodeAt(ReadOnlySpan<char> text, int at, out int length)
    {
        var unit = text[at];
        if (!char.IsSurrogate(unit))
        {
            length = 1;
            return unit;
        }

        Rune.DecodeFromUtf16(text[at..], out var rune, out length);
        return rune.Value;
    }
}
