using System.Text;

namespace Qwen3.Connectors.Inference.Unicode;

/// <summary>Unicode normalisation form C (NFC), which the Hugging Face tokenizer applies before pre-tokenisation.</summary>
/// <remarks><see cref="string.Normalize()"/> returns its input under InvariantGlobalization, the usual setting in containers.</remarks>
internal static class Nfc
{
    /// <summary>All code points below are starters that never compose with an earlier one.</summary>
    private const char FirstMark = '\u0300';

    /// <summary>Quick check: true if the text is in NFC; false if it is not, or might not be.</summary>
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

    /// <summary>Returns the text in NFC. Lone surrogates may stay, or become U+FFFD.</summary>
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

            // An active code point interacts with its neighbours up to the inert code points before and after it.
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
