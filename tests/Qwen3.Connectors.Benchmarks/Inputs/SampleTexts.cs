using System.Text;

namespace Qwen3.Connectors.Benchmarks.Inputs;

/// <summary>Texts to tokenise, about 64,000 characters each.</summary>
internal static class SampleTexts
{
    private const int Length = 1 << 16;
    private const string English =
        "In 1665, the year of the plague, a student went home from Cambridge and began to think about the force that holds the Moon "
            + "in its orbit. " +
        "He hadn't got the numbers right yet: his value for the Earth's radius was some 15% too small, so the result did not agree. ";

    /// <summary>The kinds of text.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["english", "chinese", "one letter"];

    /// <summary>Creates a text of a kind. The words of the English one are in random order.</summary>
    public static string Create(string kind) => kind switch
    {
        "english" => CreateEnglish(),
        // Characters of the common part of the block, with a full stop about every 20: a sentence for the pre-tokenizer.
        "chinese" => string.Create(Length, new Random(1), (text, random) =>
        {
            foreach (ref var character in text)
            {
                character = random.Next(20) == 0 ? '\u3002' : (char)random.Next(0x4E00, 0x8000);
            }
        }),
        "one letter" => new string('a', Length),
        _ => throw new ArgumentException($"Unknown kind of text '{kind}'; {string.Join(", ", Kinds)} were expected.", nameof(kind)),
    };

    private static string CreateEnglish()
    {
        var words = English.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var random = new Random(1);
        var text = new StringBuilder(Length);
        while (text.Length < Length)
        {
            text.Append(words[random.Next(words.Length)]).Append(' ');
        }

        return text.ToString();
    }
}
