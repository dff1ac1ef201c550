using System.Globalization;
using System.Text;
using Qwen3.Connectors.Chunking.Boundaries;

namespace Qwen3.Connectors.Chunking.Splitting;

/// <summary>
/// The parts of a text between neighbouring boundaries, with their tokens. Sums of them estimate the tokens of a range; only a count of the
/// range itself is exact, because tokens cross boundaries.
/// </summary>
internal sealed class AtomTable
{
    /// <summary>Larger parts are divided, so that every part fits the smallest limit.</summary>
    private const int MaxAtomTokens = ChunkingOptions.SmallestMaxTokens / 2;

    private readonly List<Boundary> _boundaries = [];

    /// <summary>The tokens before each part, and those of all parts at the end.</summary>
    private readonly List<double> _tokensBefore = [0];

    /// <summary>The parts that start with a heading, in order.</summary>
    private readonly List<int> _headings = [];

    public AtomTable(string text, List<Boundary> boundaries, TokenCounter count)
    {
        Text = text;
        for (var i = 0; i < boundaries.Count; i++)
        {
            var end = i + 1 < boundaries.Count ? boundaries[i + 1].Position : text.Length;
            AddRange(boundaries[i], end, count);
        }
    }

    public string Text { get; }

    public int Count => _boundaries.Count;

    /// <summary>The boundary before a part.</summary>
    public Boundary this[int index] => _boundaries[index];

    /// <summary>Where a part starts; the end of the text for an index behind the last.</summary>
    public int PositionOf(int index) => index < Count ? _boundaries[index].Position : Text.Length;

    /// <summary>The estimated tokens of parts.</summary>
    public double Tokens(int start, int end) => _tokensBefore[end] - _tokensBefore[start];

    /// <summary>The largest end for which parts from a start have at most so many tokens; at least one part.</summary>
    public int LastWithin(int start, double tokens)
    {
        var found = _tokensBefore.BinarySearch(start, Count + 1 - start, _tokensBefore[start] + tokens, null);
        var end = found >= 0 ? found : ~found - 1;
        return Math.Clamp(end, start + 1, Count);
    }

    /// <summary>The first part from an index on whose boundary is at least so strong; the number of parts if there is none.</summary>
    public int NextOfStrength(int from, int strength)
    {
        var index = from;
        while (index < Count && _boundaries[index].Strength < strength)
        {
            index++;
        }

        return index;
    }

    /// <summary>Where the section ends that starts at a part or, if none starts there, that contains it.</summary>
    public int EndOfSection(int start)
    {
        var found = _headings.BinarySearch(start);
        var enclosing = found >= 0 ? found : ~found - 1;

        // Text before the first heading ends at any heading.
        var level = enclosing < 0 ? int.MaxValue : _boundaries[_headings[enclosing]].HeadingLevel;
        for (var i = enclosing + 1; i < _headings.Count; i++)
        {
            if (_boundaries[_headings[i]].HeadingLevel <= level)
            {
                return _headings[i];
            }
        }

        return Count;
    }

    private void AddRange(Boundary boundary, int end, TokenCounter count)
    {
        var tokens = count(Text.AsSpan(boundary.Position, end - boundary.Position));
        if (tokens <= MaxAtomTokens)
        {
            Add(boundary, tokens);
            return;
        }

        // A long word: its tokens are spread over its characters.
        var perCharacter = (double)tokens / (end - boundary.Position);
        for (var position = boundary.Position; position < end;)
        {
            var grapheme = Text.AsSpan(position, StringInfo.GetNextTextElementLength(Text.AsSpan(position, end - position)));
            var isSmall = grapheme.Length <= 2 || count(grapheme) <= MaxAtomTokens;
            for (var offset = 0; offset < grapheme.Length;)
            {
                var length = isSmall ? grapheme.Length : RuneLength(grapheme[offset..]);
                Add(
                    position + offset == boundary.Position ? boundary
                        : new(position + offset, offset == 0 ? Strength.Grapheme : Strength.Rune),
                    length * perCharacter);
                offset += length;
            }

            position += grapheme.Length;
        }
    }

    private static int RuneLength(ReadOnlySpan<char> text)
    {
        _ = Rune.DecodeFromUtf16(text, out _, out var length);
        return length;
    }

    private void Add(Boundary boundary, double tokens)
    {
        if (boundary.IsHeading)
        {
            _headings.Add(Count);
        }

        _boundaries.Add(boundary);
        _tokensBefore.Add(_tokensBefore[^1] + tokens);
    }
}
