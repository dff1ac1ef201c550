namespace Qwen3.Connectors.Chunking.Boundaries;

/// <summary>
/// Finds places between declarations and statements of any language by blank lines and indentation. A comment or an attribute stays with
/// the line below it, a closing brace with the line above it.
/// </summary>
internal sealed class CodeScanner(string text)
{
    private const int IndentationWidth = 4;

    private static readonly string[] s_comments = ["//", "#", "--", "/*", "*", "'''", "\"\"\"", "@", "[", ";;", "%"];
    private static readonly string[] s_continued = ["else", "elif", "elsif", "catch", "except", "finally", "end"];

    private TextLine? _previous;
    private bool _isAfterBlank;

    public static List<Boundary> Scan(string text)
    {
        var boundaries = new List<Boundary>();
        var scanner = new CodeScanner(text);
        foreach (var line in TextLine.Split(text))
        {
            scanner.Add(line, boundaries);
        }

        return boundaries;
    }

    /// <summary>Adds the places in and before a line.</summary>
    public void Add(TextLine line, List<Boundary> boundaries)
    {
        if (line.IsBlank(text))
        {
            _isAfterBlank = true;
            return;
        }

        boundaries.Add(new(line.Start, StrengthBefore(line)));
        ProseScanner.Scan(text, line.Start, line.End, hasSentences: false, boundaries);
        (_previous, _isAfterBlank) = (line, false);
    }

    private int StrengthBefore(TextLine line)
    {
        var depth = (line.IndentationIn(text) + 1) / IndentationWidth;
        return IsContinuation(line.In(text).Trim()) ? Strength.CodeContinuation
            : _isAfterBlank ? Strength.CodeBlock(depth)
            : _previous is { } previous && IsAboutNextLine(previous.In(text).Trim()) ? Strength.CodeContinuation
            : Strength.CodeLine(depth);
    }

    private static bool IsContinuation(ReadOnlySpan<char> line)
    {
        if (line[0] is '{' or '}' or ')' or ']' or '>' or '.' or '?' or ':' or '&' or '|' or '+')
        {
            return true;
        }

        foreach (var word in s_continued)
        {
            if (line.StartsWith(word, StringComparison.OrdinalIgnoreCase)
                && (line.Length == word.Length || !char.IsLetterOrDigit(line[word.Length])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAboutNextLine(ReadOnlySpan<char> line)
    {
        foreach (var comment in s_comments)
        {
            if (line.StartsWith(comment, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return line[^1] is '{' or '(' or ':' or '=' or ',';
    }
}
