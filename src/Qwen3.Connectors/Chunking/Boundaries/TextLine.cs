namespace Qwen3.Connectors.Chunking.Boundaries;

/// <summary>A line of a text.</summary>
/// <param name="Start">The offset of its first character.</param>
/// <param name="End">The offset behind its last character, without the line break.</param>
/// <param name="Next">The offset of the next line.</param>
internal readonly record struct TextLine(int Start, int End, int Next)
{
    private const int TabWidth = 4;

    /// <summary>Splits a text at LF, CR LF and CR.</summary>
    public static IEnumerable<TextLine> Split(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var length = text.AsSpan(start).IndexOfAny('\n', '\r');
            var end = length < 0 ? text.Length : start + length;
            var next = length < 0 ? end : end + (text.AsSpan(end).StartsWith("\r\n") ? 2 : 1);
            yield return new(start, end, next);
            start = next;
        }
    }

    /// <summary>The characters of the line.</summary>
    public ReadOnlySpan<char> In(string text) => text.AsSpan(Start, End - Start);

    public bool IsBlank(string text) => In(text).IsWhiteSpace();

    /// <summary>The width of the white space at the start of the line in columns.</summary>
    public int IndentationIn(string text)
    {
        var columns = 0;
        foreach (var character in In(text))
        {
            if (character == '\t')
            {
                columns += TabWidth - (columns % TabWidth);
            }
            else if (character == ' ')
            {
                columns++;
            }
            else
            {
                break;
            }
        }

        return columns;
    }
}
