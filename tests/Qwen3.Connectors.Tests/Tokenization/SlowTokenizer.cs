using System.Globalization;
using System.Text;
using Qwen3.Connectors.Tests.Unicode;

namespace Qwen3.Connectors.Tests.Tokenization;

/// <summary>
/// The tokenizer in its plainest form, after the definition of the pattern and of byte-pair encoding: lists, strings and dictionaries.
/// </summary>
internal sealed class SlowTokenizer(TestVocabulary vocabulary)
{
    private const string WhiteSpace =
        "\t\n\v\f\r \u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000";

    private static readonly string[] Contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    private readonly Dictionary<string, int> _ids = vocabulary.Tokens.Take(vocabulary.Pieces.Count).Select((token, id) => (token, id))
        .ToDictionary();

    private readonly Dictionary<(string Left, string Right), int> _ranks = vocabulary.Merges.Select((merge, rank) => (merge, rank))
        .ToDictionary();

    public int[] Encode(string text) => [.. Split(SlowNfc.Normalize(text)).SelectMany(EncodePiece)];

    /// <summary>The pieces of a text, by the alternatives of the pattern in their order, over code points.</summary>
    public static List<string> Split(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        var pieces = new List<string>();
        for (int at = 0, length; at < runes.Length; at += length)
        {
            var rest = runes[at..];
            length = Contraction(rest) ?? Word(rest) ?? Number(rest) ?? Symbols(rest) ?? Newlines(rest) ?? WhiteSpaceRun(rest);
            pieces.Add(string.Concat(rest[..length]));
        }

        return pieces;
    }

    private static int? Contraction(Rune[] rest)
    {
        var folded = string.Concat(rest.Take(3)).Replace('\u017F', 's').ToLowerInvariant();
        return Contractions.FirstOrDefault(contraction => folded.StartsWith(contraction, StringComparison.Ordinal))?.Length;
    }

    private static int? Word(Rune[] rest)
    {
        var prefix = !IsNewline(rest[0]) && !IsLetter(rest[0]) && !IsNumber(rest[0]) ? 1 : 0;
        var letters = rest.Skip(prefix).TakeWhile(IsLetter).Count();
        return letters > 0 ? prefix + letters : null;
    }

    private static int? Number(Rune[] rest) => IsNumber(rest[0]) ? 1 : null;

    private static int? Symbols(Rune[] rest)
    {
        var space = rest[0].Value == ' ' ? 1 : 0;
        var symbols = rest.Skip(space).TakeWhile(rune => !IsSpace(rune) && !IsLetter(rune) && !IsNumber(rune)).Count();
        return symbols > 0 ? space + symbols + rest.Skip(space + symbols).TakeWhile(IsNewline).Count() : null;
    }

    private static int? Newlines(Rune[] rest)
    {
        var last = Array.FindLastIndex(rest.TakeWhile(IsSpace).ToArray(), IsNewline);
        return last >= 0 ? last + 1 : null;
    }

    private static int WhiteSpaceRun(Rune[] rest)
    {
        var run = rest.TakeWhile(IsSpace).Count();
        return run == rest.Length || run == 1 ? run : run - 1;
    }

    private static bool IsNewline(Rune rune) => rune.Value is '\r' or '\n';

    private static bool IsSpace(Rune rune) => rune.IsBmp && WhiteSpace.Contains((char)rune.Value, StringComparison.Ordinal);

    private static bool IsLetter(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
        or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter;

    private static bool IsNumber(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber
        or UnicodeCategory.OtherNumber;

    private IEnumerable<int> EncodePiece(string piece)
    {
        var parts = TestVocabulary.Latin1(piece).Select(value => value.ToString()).ToList();
        while (true)
        {
            int best = -1, lowest = int.MaxValue;
            for (var i = 0; i + 1 < parts.Count; i++)
            {
                if (_ranks.TryGetValue((parts[i], parts[i + 1]), out var rank) && rank < lowest)
                {
                    (best, lowest) = (i, rank);
                }
            }

            if (best < 0)
            {
                return parts.Select(part => _ids[TestVocabulary.Show(part)]);
            }

            parts[best] += parts[best + 1];
            parts.RemoveAt(best + 1);
        }
    }
}
