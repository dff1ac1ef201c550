using System.Text;

namespace Qwen3.Connectors.Tests.Chunking;

/// <summary>Writes documents of all kinds of text from a seed: languages, damaged characters, long lines, code, nested structure.</summary>
internal sealed class RandomDocument(int seed)
{
    private static readonly string[] s_words =
    [
        "the", "index", "Straße", "naïve", "e.g.", "3.14", "don't", "“quoted”", "Schifffahrtsgesellschaft", "a", "x", "数据库", "検索エンジンは",
        "검색", "🙂", "👨‍👩‍👧‍👦", "\ud83d", "\udc00", "e\u0301\u0302\u0303\u0304", "--flag", "`code`", "**bold**", "|", "#",
        "https://example.org/a?b=c",
        "ไทย", "مرحبا", "\u00a0", "\u3000", "∑", "\0",
    ];

    private static readonly string[] s_ends = [". ", "! ", "? ", ", ", "; ", ": ", "。", "！", "、", "… ", " "];

    private readonly Random _random = new(seed);

    public string Next()
    {
        var text = new StringBuilder();
        var newLine = _random.Next(4) switch { 0 => "\r\n", 1 => "\r", _ => "\n" };
        for (var blocks = _random.Next(1, 25); blocks > 0; blocks--)
        {
            text.Append(Block().Replace("\n", newLine, StringComparison.Ordinal));
            text.Append(string.Concat(Enumerable.Repeat(newLine, _random.Next(1, 4))));
        }

        return text.ToString();
    }

    private string Block() => _random.Next(13) switch
    {
        0 => $"{new string('#', _random.Next(1, 8))} {Words(_random.Next(0, 6))}",
        1 => $"```csharp\n{Lines(_random.Next(0, 12), "    ")}\n```",
        2 => $"~~~\n# no heading\n\n{Lines(3, "")}{(_random.Next(3) == 0 ? "" : "\n~~~")}",
        3 => Lines(_random.Next(1, 8), "- "),
        4 => $"| a | b |\n|---|---|\n{Rows(_random.Next(1, 8))}",
        5 => $"{Words(3)}\n{new string(_random.Next(2) == 0 ? '=' : '-', 4)}",
        6 => new string((char)_random.Next('!', 'z'), _random.Next(1, 900)),
        7 => new string('字', _random.Next(1, 300)),
        8 => new string(' ', _random.Next(1, 300)),
        9 => $"a{string.Concat(Enumerable.Repeat("\u0301", _random.Next(1, 200)))}",
        10 => $"> {Words(8)}\n> {Words(8)}",
        11 => $"public void M()\n{{\n    // {Words(5)}\n{Lines(_random.Next(1, 6), "        ")}\n}}",
        _ => Words(_random.Next(1, 120)),
    };

    private string Rows(int count) => string.Join('\n', Enumerable.Range(0, count).Select(_ => $"| {Words(2)} | {Words(3)} |"));

    private string Lines(int count, string prefix) => string.Join('\n', Enumerable.Range(0, count).Select(_ => Line(prefix)));

    private string Line(string prefix) => $"{new string(' ', 4 * _random.Next(3))}{prefix}{Words(_random.Next(1, 9))}";

    private string Words(int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append(s_words[_random.Next(s_words.Length)]);
            text.Append(_random.Next(6) == 0 ? s_ends[_random.Next(s_ends.Length)] : " ");
        }

        return text.ToString().TrimEnd(' ');
    }
}
