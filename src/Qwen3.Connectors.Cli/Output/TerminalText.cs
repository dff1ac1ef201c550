using System.Globalization;
using System.Text;

namespace Qwen3.Connectors.Cli.Output;

/// <summary>Makes texts of files and servers safe for a terminal.</summary>
internal static class TerminalText
{
    /// <summary>
    /// Replaces characters that control a terminal or reorder its text by their escapes, such as <c>\u001b</c>: control characters,
    /// line and paragraph separators, and format characters such as bidirectional overrides.
    /// </summary>
    public static string Escape(string text)
    {
        if (!text.EnumerateRunes().Any(IsUnsafe))
        {
            return text;
        }

        var result = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsUnsafe(rune))
            {
                result.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
            else
            {
                result.Append(rune.ToString());
            }
        }

        return result.ToString();
    }

    private static bool IsUnsafe(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
