using System.Text;

namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>Makes texts of a given number of tokens that share nothing: engines compute equal texts and equal beginnings only once.</summary>
internal sealed class TextMaker
{
    private const string Vocabulary =
        "the water system over music year small house study paper light group country point government number night world area story fact month lot right " +
        "book eye job word business issue side kind head service friend father power hour game line end member law car city community name president team " +
        "minute idea body information back parent face others level office door health person art war history party result change morning reason research";

    private readonly (string Word, int TokenCount)[] _words;
    private readonly Random _random = new(20260101);

    public TextMaker(Func<string, int> countTokens) =>
        _words = [.. Vocabulary.Split(' ').Select(word => (Word: word, TokenCount: countTokens(' ' + word))).OrderBy(word => word.TokenCount)];

    /// <summary>A text of between so many tokens, the end token counted.</summary>
    public string Make(int minTokens, int maxTokens) => Make(_random.Next(minTokens, maxTokens + 1));

    /// <summary>A text of this many tokens or, where no word fills the rest, one or two fewer. The end token is counted.</summary>
    public string Make(int tokens)
    {
        var text = new StringBuilder();
        var candidates = _words.Length;
        for (var left = tokens - 1; ;)
        {
            // The words are in the order of their lengths: those that still fit come first.
            while (candidates > 0 && _words[candidates - 1].TokenCount > left)
            {
                candidates--;
            }

            if (candidates == 0)
            {
                return text.ToString();
            }

            var (word, count) = _words[_random.Next(candidates)];
            text.Append(' ').Append(word);
            left -= count;
        }
    }
}
