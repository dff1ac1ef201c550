using Qwen3.Connectors.Chunking.Boundaries;

namespace Qwen3.Connectors.Chunking.Splitting;

/// <summary>Adds line numbers and headings to ranges, which are given in the order of the text.</summary>
internal sealed class ChunkWriter(string text, IReadOnlyList<Heading> headings)
{
    private readonly List<Heading> _path = [];
    private int _nextHeading;
    private int _position;
    private int _line = 1;

    public DocumentChunk Write(ChunkRange range)
    {
        var headings = PathTo(range.Start);
        var startLine = LineOf(range.Start);
        var content = text[range.Start..range.End];
        return new()
        {
            Text = content,
            Start = range.Start,
            OverlapLength = range.NewStart - range.Start,
            StartLine = startLine,
            EndLine = startLine + CountLines(content),
            TokenCount = range.Tokens,
            Headings = headings,
        };
    }

    /// <summary>The headings above a position, without one at the position itself.</summary>
    private string[] PathTo(int position)
    {
        while (_nextHeading < headings.Count && headings[_nextHeading].Position <= position)
        {
            var heading = headings[_nextHeading++];
            _path.RemoveAll(above => above.Level >= heading.Level);
            _path.Add(heading);
        }

        return [.. _path.Where(heading => heading.Position < position).Select(heading => heading.Text)];
    }

    private int LineOf(int position)
    {
        // A chunk may start before the end of the one before it, but never before its start.
        _line += CountLines(text.AsSpan(_position, position - _position));
        _position = position;
        return _line;
    }

    /// <summary>Counts line breaks: LF, CR LF and CR.</summary>
    private static int CountLines(ReadOnlySpan<char> text)
    {
        var lines = text.Count('\n');
        for (var i = 0; i < text.Length; i++)
        {
            lines += text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n') ? 1 : 0;
        }

        return lines;
    }
}
