using System.Globalization;
using System.Text;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>Makes text from servers and file names safe to print: a terminal would execute control characters in it.</summary>
internal static class PrintableText
{
    /// <summary>Replaces control, format and separator characters and lone surrogates by <c>\u{hexadecimal code}</c>.</summary>
    public static string Escape(string text)
    {
        var printable = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var isValid = Rune.DecodeFromUtf16(rest, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (isValid && IsPrintable(rune))
            {
                printable.Append(rest[..length]);
            }
            else
            {
                printable.Append(CultureInfo.InvariantCulture, $"\\u{{{(isValid ? rune.Value : rest[0]):x}}}");
            }

            rest = rest[length..];
        }

        return printable.ToString();
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
