namespace Qwen3.Connectors.Chunking.Boundaries;

/// <summary>Recognises lines that start a block of Markdown, by CommonMark's rules and GitHub's for tables.</summary>
internal static class MarkdownLine
{
    private const int CodeIndentation = 4;

    /// <summary>The level of a heading such as <c>## Name</c>; 0 for other lines.</summary>
    public static int HeadingLevel(string text, TextLine line)
    {
        var content = line.In(text).Trim();
        var level = content.IndexOfAnyExcept('#') is var end and >= 0 ? end : content.Length;
        return level is >= 1 and <= 6
            && (level == content.Length || content[level] is ' ' or '\t')
            && line.IndentationIn(text) < CodeIndentation
                ? level
                : 0;
    }

    /// <summary>The level of a heading that a line below it makes: 1 for <c>===</c>, 2 for <c>---</c>; 0 for other lines.</summary>
    public static int UnderlineLevel(string text, TextLine line)
    {
        var content = line.In(text).Trim();
        return content.IsEmpty || line.IndentationIn(text) >= CodeIndentation ? 0
            : content.IndexOfAnyExcept('=') < 0 ? 1
            : content.IndexOfAnyExcept('-') < 0 && content.Length > 1 ? 2
            : 0;
    }

    /// <summary>The name of a heading, without its marks.</summary>
    public static string HeadingText(string text, TextLine line)
    {
        var content = line.In(text).Trim().TrimStart('#').Trim();
        var withoutEnd = content.TrimEnd('#');
        return (withoutEnd.Length == 0 || char.IsWhiteSpace(withoutEnd[^1]) ? withoutEnd.TrimEnd() : content).ToString();
    }

    /// <summary>The character and the number of a line's marks that open or close fenced code; 0 marks for other lines.</summary>
    public static (char Mark, int Count) Fence(string text, TextLine line)
    {
        var content = line.In(text).TrimStart();
        if (content.IsEmpty || content[0] is not ('`' or '~'))
        {
            return default;
        }

        var mark = content[0];
        var count = content.IndexOfAnyExcept(mark) is var end and >= 0 ? end : content.Length;
        return count < 3 || (mark == '`' && content[count..].Contains('`')) ? default : (mark, count);
    }

    /// <summary>Whether a line has nothing but the marks of a fence, as one that closes it.</summary>
    public static bool IsFenceOnly(string text, TextLine line) => line.In(text).Trim().IndexOfAnyExcept('`', '~') < 0;

    public static bool IsListItem(string text, TextLine line)
    {
        var content = line.In(text).TrimStart();
        if (content.Length >= 2 && content[0] is '-' or '*' or '+')
        {
            return content[1] is ' ' or '\t';
        }

        var digits = content.IndexOfAnyExceptInRange('0', '9');
        return digits is >= 1 and <= 9
            && digits + 1 < content.Length
            && content[digits] is '.' or ')'
            && content[digits + 1] is ' ' or '\t';
    }

    /// <summary>Whether a line separates the header of a table from its rows.</summary>
    public static bool IsTableDelimiter(string text, TextLine line)
    {
        var content = line.In(text).Trim();
        return content.IndexOfAnyExcept("|-: \t") < 0 && content.Contains('-') && content.Contains('|');
    }
}
