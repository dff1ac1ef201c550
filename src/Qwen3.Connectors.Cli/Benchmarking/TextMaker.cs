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
        _words = [.. Vocabulary.Split(' ').Select(word => (word, countTokens(' ' + word)))];

    /// <summary>A text of about this many tokens: a word has one to a few, and the end token is counted.</summary>
    public string Make(int tokens)
    {
        var text = new StringBuilder();
        for (var left = tokens - 1; left > 0;)
        {
            var (word, count) = _words[_random.Next(_words.Length)];
            text.Append(' ').Append(word);
            left -= count;
        }

        return text.ToString();
    }
}
