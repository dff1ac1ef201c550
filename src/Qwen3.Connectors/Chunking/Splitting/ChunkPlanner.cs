using Qwen3.Connectors.Chunking.Boundaries;

namespace Qwen3.Connectors.Chunking.Splitting;

/// <summary>
/// Chooses where a text is cut. A chunk ends with the section that it starts with; a short section goes on into the next ones. A section
/// that does not fit is cut at its strongest boundary within the limit: at the first one of those between sections, and at the last one
/// otherwise. So everything that fits stays whole.
/// </summary>
internal sealed class ChunkPlanner(AtomTable atoms, ChunkingOptions options, TokenCounter count)
{
    /// <summary>Reduces an estimate that was too low a little more than in proportion.</summary>
    private const double Reduction = 0.95;

    public IEnumerable<ChunkRange> Plan()
    {
        for (var (start, previousStart) = (0, 0); start < atoms.Count;)
        {
            var (end, range) = Next(start, previousStart);
            if (range.End > range.NewStart)
            {
                yield return range;
                previousStart = range.Start;
            }

            start = end;
        }
    }

    private (int End, ChunkRange Range) Next(int start, int previousStart)
    {
        var hasOverlap = start > 0 && options.OverlapTokens > 0 && !atoms[start].IsHeading;
        double budget = hasOverlap ? options.MaxTokens - options.OverlapTokens : options.MaxTokens;
        var end = ChooseEnd(start, budget);
        if (hasOverlap && EndOfUnit(start) is var unit && unit > end && atoms.Tokens(start, unit) <= options.MaxTokens)
        {
            // What fits without the overlap stays whole, and the overlap is shorter.
            end = unit;
        }

        var from = hasOverlap ? StartOfOverlap(start, end, previousStart) : start;
        while (true)
        {
            var range = Trim(from, start, end);
            if (range.Tokens <= options.MaxTokens || (from == start && end == start + 1))
            {
                return (end, range);
            }

            if (from < start)
            {
                from = start;
                continue;
            }

            budget = atoms.Tokens(start, end) * options.MaxTokens / range.Tokens * Reduction;
            end = Math.Min(ChooseEnd(start, budget), end - 1);
        }
    }

    private int ChooseEnd(int start, double budget)
    {
        var last = atoms.LastWithin(start, budget);
        var section = atoms.EndOfSection(start);
        return section <= last ? JoinShortSections(start, section, last) : Strongest(start, last);
    }

    private int JoinShortSections(int start, int end, int last)
    {
        while (end < atoms.Count && atoms.Tokens(start, end) < options.MinTokens && atoms.EndOfSection(end) is var next && next <= last)
        {
            end = next;
        }

        return end;
    }

    /// <summary>The strongest boundary within the limit.</summary>
    private int Strongest(int start, int last)
    {
        if (last == atoms.Count)
        {
            return last;
        }

        var found = LastStrongest(start + 1, last);
        if (atoms[found].IsHeading)
        {
            found = FirstLongEnough(start, found);
        }

        var isShort = atoms.Tokens(start, found) < options.MinTokens;
        if (isShort && atoms.Tokens(found, EndOfUnit(found)) > options.MaxTokens)
        {
            // What follows is cut anyway: its start makes this chunk long enough.
            var enough = Math.Min(atoms.LastWithin(start, options.MinTokens) + 1, last);
            found = LastStrongest(enough, last);
        }

        return found;
    }

    /// <summary>The first boundary as strong as the last one that makes a chunk long enough; the last one if none does.</summary>
    private int FirstLongEnough(int start, int last)
    {
        var found = start;
        do
        {
            found = atoms.NextOfStrength(found + 1, atoms[last].Strength);
        }
        while (found < last && atoms.Tokens(start, found) < options.MinTokens);

        return found;
    }

    private int LastStrongest(int first, int last)
    {
        var found = last;
        for (var i = last - 1; i >= first; i--)
        {
            found = atoms[i].Strength > atoms[found].Strength ? i : found;
        }

        return found;
    }

    /// <summary>Where the block ends that starts at a part: before the next boundary of its strength.</summary>
    private int EndOfUnit(int start) => atoms.NextOfStrength(start + 1, atoms[start].Strength);

    /// <summary>
    /// Goes back over whole sentences or lines, or at least words, but not into another section, nor to the start of the chunk before.
    /// </summary>
    private int StartOfOverlap(int start, int end, int previousStart)
    {
        var allowed = Math.Min(options.OverlapTokens, options.MaxTokens - atoms.Tokens(start, end));
        var (sentence, word) = (start, start);
        for (var i = start - 1; i > 0 && atoms.PositionOf(i) > previousStart && atoms.Tokens(i, start) <= allowed; i--)
        {
            sentence = atoms[i].Strength >= Strength.SoftLine ? i : sentence;
            word = atoms[i].Strength >= Strength.Word ? i : word;
            if (atoms[i].IsHeading)
            {
                break;
            }
        }

        var from = sentence < start ? sentence : word;
        while (from < start && CountExactly(from, start) > options.OverlapTokens)
        {
            from = Math.Min(atoms.NextOfStrength(from + 1, Strength.Word), start);
        }

        return from;
    }

    private int CountExactly(int start, int end)
    {
        var position = atoms.PositionOf(start);
        return count(atoms.Text.AsSpan(position, atoms.PositionOf(end) - position).Trim());
    }

    /// <summary>
    /// Removes white space around a range, but not the indentation of its first line: it is a part of code and lists.
    /// </summary>
    private ChunkRange Trim(int from, int newStart, int end)
    {
        var first = SkipBlank(atoms.PositionOf(from), atoms.PositionOf(end));
        var newFirst = Math.Max(first, SkipBlank(atoms.PositionOf(newStart), atoms.PositionOf(end)));
        var length = atoms.Text.AsSpan(first, atoms.PositionOf(end) - first).TrimEnd().Length;
        var tokens = length == 0 ? 0 : count(atoms.Text.AsSpan(first, length));
        return new(first, first + length, newFirst, tokens);
    }

    private int SkipBlank(int position, int end)
    {
        var text = atoms.Text.AsSpan(0, end);
        var first = position;
        while (first < end && char.IsWhiteSpace(text[first]))
        {
            first++;
        }

        var indented = first;
        while (indented > position && text[indented - 1] is ' ' or '\t')
        {
            indented--;
        }

        return indented == 0 || text[indented - 1] is '\n' or '\r' ? indented : first;
    }
}
