namespace Qwen3.Connectors.Chunking.Boundaries;

/// <summary>
/// Finds sections, paragraphs, lists, tables and fenced code of Markdown. Lines in fences are code, whatever they look like; a fence that
/// is never closed ends with the document.
/// </summary>
internal sealed class MarkdownScanner
{
    private const int ItemIndentation = 2;

    private readonly string _text;
    private readonly TextLine[] _lines;
    private readonly List<Boundary> _boundaries = [];
    private readonly List<Heading> _headings = [];
    private Block _previous = Block.None;
    private bool _isAfterBlank;
    private bool _endsWithColon;

    private MarkdownScanner(string text)
    {
        _text = text;
        _lines = [.. TextLine.Split(text)];
    }

    private enum Block
    {
        None,
        Heading,
        Code,
        Table,
        Item,
        Paragraph,
    }

    public static (List<Boundary> Boundaries, List<Heading> Headings) Scan(string text)
    {
        var scanner = new MarkdownScanner(text);
        for (var i = scanner.SkipFrontMatter(); i < scanner._lines.Length;)
        {
            i = scanner.ReadBlock(i);
        }

        return (scanner._boundaries, scanner._headings);
    }

    /// <summary>Metadata between two lines <c>---</c> at the start of a document is one block.</summary>
    private int SkipFrontMatter()
    {
        if (_lines.Length == 0 || !_lines[0].In(_text).TrimEnd().SequenceEqual("---"))
        {
            return 0;
        }

        var end = Array.FindIndex(_lines, 1, line => line.In(_text).TrimEnd() is "---" or "...");
        return end < 0 ? 0 : AddCode(0, end + 1, Strength.Paragraph);
    }

    /// <summary>Reads the block that starts with a line.</summary>
    /// <returns>The index of the line behind it.</returns>
    private int ReadBlock(int i)
    {
        var line = _lines[i];
        if (line.IsBlank(_text))
        {
            _isAfterBlank = true;
            return i + 1;
        }

        return MarkdownLine.HeadingLevel(_text, line) is > 0 and var level ? AddHeading(i, i + 1, level)
            : MarkdownLine.Fence(_text, line).Count > 0 ? AddCode(i, EndOfFence(i), BlockStrength())
            : IsTable(i) ? AddTable(i)
            : IsUnderlined(i) ? AddHeading(i, i + 2, MarkdownLine.UnderlineLevel(_text, _lines[i + 1]))
            : AddLine(i);
    }

    private int AddHeading(int first, int end, int level)
    {
        _headings.Add(new(_lines[first].Start, level, MarkdownLine.HeadingText(_text, _lines[first])));
        _boundaries.Add(new(_lines[first].Start, Strength.Section(level), level));
        ProseScanner.Scan(_text, _lines[first].Start, _lines[first].End, hasSentences: false, _boundaries);
        if (end > first + 1)
        {
            _boundaries.Add(new(_lines[first + 1].Start, Strength.Attached));
        }

        return Leave(Block.Heading, end);
    }

    private int AddCode(int first, int end, int strength)
    {
        _boundaries.Add(new(_lines[first].Start, strength));
        ProseScanner.Scan(_text, _lines[first].Start, _lines[first].End, hasSentences: false, _boundaries);
        var code = new CodeScanner(_text);
        for (var i = first + 1; i < end; i++)
        {
            var added = _boundaries.Count;
            code.Add(_lines[i], _boundaries);
            if (_boundaries.Count > added && (i == first + 1 || i == end - 1))
            {
                // The lines that open and close the block stay with its code.
                _boundaries[added] = _boundaries[added] with { Strength = Strength.CodeContinuation };
            }
        }

        return Leave(Block.Code, end);
    }

    private int EndOfFence(int first)
    {
        var (mark, count) = MarkdownLine.Fence(_text, _lines[first]);
        for (var i = first + 1; i < _lines.Length; i++)
        {
            var (closing, closingCount) = MarkdownLine.Fence(_text, _lines[i]);
            if (closing == mark && closingCount >= count && MarkdownLine.IsFenceOnly(_text, _lines[i]))
            {
                return i + 1;
            }
        }

        return _lines.Length;
    }

    private bool IsTable(int i) => i + 1 < _lines.Length
        && _lines[i].In(_text).Contains('|')
        && MarkdownLine.IsTableDelimiter(_text, _lines[i + 1]);

    private int AddTable(int first)
    {
        var i = first;
        for (; i < _lines.Length && !_lines[i].IsBlank(_text) && (i < first + 2 || _lines[i].In(_text).Contains('|')); i++)
        {
            // The header, the delimiter and the first row stay together.
            var strength = i == first ? BlockStrength() : i <= first + 2 ? Strength.CodeContinuation : Strength.TableRow;
            _boundaries.Add(new(_lines[i].Start, strength));
            ProseScanner.Scan(_text, _lines[i].Start, _lines[i].End, hasSentences: true, _boundaries);
        }

        return Leave(Block.Table, i);
    }

    private bool IsUnderlined(int i) => i + 1 < _lines.Length
        && (_previous != Block.Paragraph || _isAfterBlank)
        && MarkdownLine.UnderlineLevel(_text, _lines[i + 1]) > 0
        && !MarkdownLine.IsListItem(_text, _lines[i])
        && _lines[i].In(_text).Trim()[0] is not ('>' or '|');

    private int AddLine(int i)
    {
        var line = _lines[i];
        var isItem = MarkdownLine.IsListItem(_text, line);
        var depth = line.IndentationIn(_text) / ItemIndentation;
        var strength = _previous == Block.Heading ? Strength.Attached
            : isItem ? Strength.Item(depth)
            : _isAfterBlank && _previous == Block.Item && depth > 0 ? Strength.Item(depth + 1)
            : _isAfterBlank || _previous is Block.Code or Block.Table ? BlockStrength()
            : PlainTextScanner.LineStrength(_text, i == 0 ? null : _lines[i - 1]);
        _boundaries.Add(new(line.Start, strength));
        ProseScanner.Scan(_text, line.Start, line.End, hasSentences: true, _boundaries);
        _endsWithColon = ProseScanner.EndsWithColon(_text, line.Start, line.End);
        return Leave(isItem || (_previous == Block.Item && (!_isAfterBlank || depth > 0)) ? Block.Item : Block.Paragraph, i + 1);
    }

    /// <summary>The strength before a block: an introduction stays with it if both fit.</summary>
    private int BlockStrength() => _previous == Block.Heading || _endsWithColon ? Strength.Introduced : Strength.Paragraph;

    private int Leave(Block block, int next)
    {
        _endsWithColon &= block is Block.Paragraph or Block.Item;
        (_previous, _isAfterBlank) = (block, false);
        return next;
    }
}
