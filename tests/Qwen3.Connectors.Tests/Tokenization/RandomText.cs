using System.Text;

namespace Qwen3.Connectors.Tests.Tokenization;

/// <summary>Seeded texts of the characters that tokenizers go wrong on.</summary>
internal static class RandomText
{
    private const string WhiteSpace =
        "\t\n\v\f\r \u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000";

    private static readonly Func<Random, string>[] Kinds =
    [
        random => Letters(random, 'a', 26),
        random => Letters(random, 'A', 26),
        random => Pick(random, "the", " the", " query", "yes", "aaaaaaaaaaaa", "I'm", "'S", "'re", "'VE", "'Ll", "'d", "'\u017F",
        "'\u017Fa", "'r", "'", "don't"),
        random => Pick(random, "<|im_end|>", "<|endoftext|>", "<think>", "</think>", "<tool_call>", "<|im_start|>system\n"),
        random => WhiteSpace[random.Next(WhiteSpace.Length)].ToString(),
        random => Pick(random, " ", "  ", "\n", "\r\n", "\n\n", " \n ", "\u3000\n", "\t"),
        random => Letters(random, '0', 10),
        random => Pick(random, "½", "²", "Ⅷ", "٣", "१", "①", "𝟘", "一"),
        random => Letters(random, '!', 15),
        random => Letters(random, 0, 32),
        random => Pick(random, "\u200B", "\u200D", "\uFEFF", "\u00AD", "\u180E", "\u007F", "\uFFFE", "\uFFFF", "\uFFFD"),
        random => Letters(random, 0x300, 0x70),
        random => Pick(random, "\u0316", "\u0345", "\u05B0", "\u064B", "\u093C", "\u094D", "\u0E38", "\u3099", "\uFE0F", "\U0001D165",
        "\U0001D16D"),
        random => Pick(random, "é", "ế", "Å", "\u212B", "\u0344", "\u0958", "\u2ADC", "\uFB1D", "\uF900", "\U0002F800", "\U0001D15E",
        "\u1E9B", "\u0CCB", "\U000110AB"),
        random => Letters(random, 0x1100, 0x100),
        random => Letters(random, 0xAC00, 11172),
        random => Letters(random, 0x4E00, 0x5000),
        random => Letters(random, 0x20000, 0xA000),
        random => Letters(random, 0x1F300, 0x300),
        random => Letters(random, 0x0900, 0x80),
        random => Letters(random, 0x0600, 0x80),
        random => Letters(random, 0x1D400, 0x400),
        random => Letters(random, 0x80, 0x2000),
        random => new Rune(random.Next(0xD800)).ToString(),
        random => new Rune(random.Next(0xE000, 0x110000)).ToString(),
        random => ((char)random.Next(0xD800, 0xE000)).ToString(),
    ];

    /// <summary>The texts to compare on, the same in every run.</summary>
    public static IEnumerable<string> Some(int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            // A text of few kinds lets runs form.
            var kinds = random.GetItems(Kinds, random.Next(1, 6));
            yield return string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => kinds[random.Next(kinds.Length)](random)));
        }
    }

    private static string Pick(Random random, params string[] texts) => texts[random.Next(texts.Length)];

    private static string Letters(Random random, int first, int count) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => new Rune(first + random.Next(count))));
}
