using System.Buffers;
using System.Globalization;

namespace Qwen3.Connectors.Chunking.Boundaries;

/// <summary>
/// Finds sentences, clauses and words. A cut is before the white space between two words, because a token has the space before its word.
/// Chinese and Japanese, which are written without spaces, can be cut between any two ideographs or kana.
/// </summary>
internal static class ProseScanner
{
    private const int LongestAbbreviation = 4;

    private static readonly SearchValues<char> s_sentenceEnds = SearchValues.Create(".!?…");
    private static readonly SearchValues<char> s_wideSentenceEnds = SearchValues.Create("。！？｡");
    private static readonly SearchValues<char> s_clauseEnds = SearchValues.Create(",;:–—");
    private static readonly SearchValues<char> s_wideClauseEnds = SearchValues.Create("，、；：");
    private static readonly SearchValues<char> s_closing = SearchValues.Create("\"')]}’”»」』）】》*_`");
    private static readonly HashSet<string> s_abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        "al", "bzw", "ca", "cf", "dr", "etc", "fig", "mr", "mrs", "ms", "no", "nr", "prof", "st", "vgl", "vs",
    };

    /// <summary>Adds the places inside of a range; its ends are not among them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the range starts.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="hasSentences">Whether punctuation has a meaning, or only words are to be found.</param>
    /// <param name="boundaries">Receives the places in order.</param>
    public static void Scan(string text, int start, int end, bool hasSentences, List<Boundary> boundaries)
    {
        for (var i = start + 1; i < end; i++)
        {
            var strength = StrengthAt(text, start, i, end, hasSentences);
            if (strength > 0)
            {
                boundaries.Add(new(i, strength));
            }
        }
    }

    /// <summary>Whether a text up to a position ends a sentence, as far as the text before it shows.</summary>
    public static bool EndsSentence(string text, int start, int end)
    {
        var last = SkipClosing(text, start, end);
        return last > start
            && (s_wideSentenceEnds.Contains(text[last - 1])
                || (s_sentenceEnds.Contains(text[last - 1]) && !IsAbbreviation(text, start, last)));
    }

    /// <summary>Whether a text up to a position ends with a colon.</summary>
    public static bool EndsWithColon(string text, int start, int end) =>
        SkipClosing(text, start, end) is var last && last > start && text[last - 1] is ':' or '：';

    private static int StrengthAt(string text, int start, int i, int end, bool hasSentences)
    {
        var (before, after) = (text[i - 1], text[i]);
        if (char.IsWhiteSpace(after))
        {
            return char.IsWhiteSpace(before) ? 0
                : !hasSentences ? Strength.Word
                : EndsSentence(text, start, i) && !ContinuesSentence(text, i, end) ? Strength.Sentence
                : s_clauseEnds.Contains(before) ? Strength.Clause
                : Strength.Word;
        }

        if (char.IsWhiteSpace(before) || s_closing.Contains(after) || IsWidePunctuation(after))
        {
            return 0;
        }

        return EndsWide(text, start, i, s_wideSentenceEnds) ? Strength.Sentence
            : EndsWide(text, start, i, s_wideClauseEnds) ? Strength.Clause
            : IsIdeograph(before) && IsIdeograph(after) ? Strength.Word
            : 0;
    }

    private static bool EndsWide(string text, int start, int i, SearchValues<char> marks) =>
        SkipClosing(text, start, i) is var last && last > start && marks.Contains(text[last - 1]);

    /// <summary>Skips quotation marks and brackets that close, backwards.</summary>
    private static int SkipClosing(string text, int start, int end)
    {
        while (end > start && s_closing.Contains(text[end - 1]))
        {
            end--;
        }

        return end;
    }

    /// <summary>"e.g.", "Dr.", "3." and "J." end no sentence.</summary>
    private static bool IsAbbreviation(string text, int start, int end)
    {
        if (text[end - 1] != '.')
        {
            return false;
        }

        var word = end - 1;
        while (word > start && word > end - 2 - LongestAbbreviation && char.IsLetterOrDigit(text[word - 1]))
        {
            word--;
        }

        var name = text.AsSpan(word, end - 1 - word);
        var isNumber = name.Length is > 0 and < 3 && !name.ContainsAnyExceptInRange('0', '9');
        return (isNumber && text.AsSpan(start, word - start).IsWhiteSpace())
            || (name.Length == 1 && char.IsLetter(name[0]) && (word == start || char.IsWhiteSpace(text[word - 1]) || text[word - 1] == '.'))
            || s_abbreviations.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);
    }

    /// <summary>Whether the next word starts with a small letter.</summary>
    private static bool ContinuesSentence(string text, int i, int end)
    {
        while (i < end && char.IsWhiteSpace(text[i]))
        {
            i++;
        }

        return i < end && char.IsLower(text[i]);
    }

    /// <summary>Radicals, kana and ideographs of the Basic Multilingual Plane.</summary>
    private static bool IsIdeograph(char character) => character
        is (>= '\u2e80' and <= '\u2fdf') or (>= '\u3041' and <= '\u30ff') or (>= '\u3400' and <= '\u4dbf')
        or (>= '\u4e00' and <= '\u9fff') or (>= '\uf900' and <= '\ufaff');

    private static bool IsWidePunctuation(char character) => character >= '\u2e80'
        && char.GetUnicodeCategory(character) is UnicodeCategory.OtherPunctuation or UnicodeCategory.ClosePunctuation
            or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.ModifierLetter;
}
