using System.Text;

namespace Qwen3.Connectors.LocalStore.FullText;

/// <summary>
/// Separates the characters of scripts that are written without spaces between words, so that the full-text index has each as a word.
/// </summary>
/// <remarks>
/// SQLite's tokenizer splits at spaces and punctuation: a Chinese sentence would be one word, which no keyword equals. With every
/// character a word, a keyword of several characters is searched as a phrase, which finds it anywhere, whatever its length. (The trigram
/// tokenizer finds no keyword of fewer than three characters, which most Chinese words are.) Hangul is separated too: Korean particles are
/// attached to words.
/// </remarks>
internal static class WordSplitter
{
    /// <summary>First and last code points of the scripts.</summary>
    private static readonly (int First, int Last)[] s_scripts =
    [
        (0x0E00, 0x0EFF), // Thai, Lao
        (0x1000, 0x109F), // Myanmar
        (0x1780, 0x17FF), // Khmer
        (0x2E80, 0x2FDF), // CJK radicals
        (0x3005, 0x3007), // iteration mark, closing mark, zero
        (0x3040, 0x30FF), // Hiragana, Katakana
        (0x3100, 0x312F), // Bopomofo
        (0x31F0, 0x31FF), // Katakana extensions
        (0x3400, 0x4DBF), // CJK extension A
        (0x4E00, 0x9FFF), // CJK
        (0xAC00, 0xD7A3), // Hangul
        (0xF900, 0xFAFF), // CJK compatibility
        (0xFF66, 0xFF9F), // half-width Katakana
        (0x20000, 0x3FFFF), // CJK extensions B to J
    ];

    /// <summary>Returns the text that is indexed: NUL, which ends a text for SQLite's tokenizer, is a space.</summary>
    public static string Split(string text)
    {
        text = CleanText.Of(text);
        if (!text.AsSpan().ContainsAnyInRange('\u0E00', '\uFFFF') && !text.Contains('\0'))
        {
            return text;
        }

        var result = new StringBuilder(text.Length + (text.Length / 2));
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == 0)
            {
                result.Append(' ');
            }
            else if (IsWord(rune.Value))
            {
                result.Append(' ').Append(rune).Append(' ');
            }
            else
            {
                result.Append(rune);
            }
        }

        return result.ToString();
    }

    private static bool IsWord(int codePoint)
    {
        foreach (var (first, last) in s_scripts)
        {
            if (codePoint >= first && codePoint <= last)
            {
                return true;
            }
        }

        return false;
    }
}
