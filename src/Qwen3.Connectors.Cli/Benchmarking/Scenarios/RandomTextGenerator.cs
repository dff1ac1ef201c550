using System.Text;

namespace Qwen3.Connectors.Cli.Benchmarking.Scenarios;

/// <summary>Generates texts of a given number of tokens. They have no common prefixes, which an engine would compute only once.</summary>
internal sealed class RandomTextGenerator
{
    private const string Vocabulary =
        "the water system over music year small house study paper light group country point government number night " +
        "world area story fact month lot right book eye job word business issue side kind head service friend father " +
        "power hour game line end member law car city community name president team minute idea body information back " +
        "parent face others level office door health person art war history party result change morning reason " +
        "research";

    private readonly (string Word, int TokenCount)[] _words;
    private readonly Random _random = new(20260101);

    public RandomTextGenerator(Func<string, int> countTokens) =>
        _words =
        [
            .. Vocabulary.Split(' ')
                .Select(word => (Word: word, TokenCount: countTokens(' ' + word)))
                .OrderBy(word => word.TokenCount),
        ];

    /// <summary>Generates a text with a random number of tokens in the given range, end token included.</summary>
    public string Generate(int minTokens, int maxTokens) => Generate(_random.Next(minTokens, maxTokens + 1));

    /// <summary>Generates a text of this many tokens, end token included, or fewer if no word fits the rest.</summary>
    public string Generate(int tokens)
    {
        var text = new StringBuilder();
        var candidates = _words.Length;
        for (var remaining = tokens - 1; ;)
        {
            // Words are sorted by token count, so the candidates that fit are a prefix.
            while (candidates > 0 && _words[candidates - 1].TokenCount > remaining)
            {
                candidates--;
            }

            if (candidates == 0)
            {
                return text.ToString();
            }

            var (word, count) = _words[_random.Next(candidates)];
            text.Append(' ').Append(word);
            remaining -= count;
        }
    }
}
