namespace Qwen3.Connectors.Chunking.Boundaries;

/// <summary>Finds paragraphs and lines of plain text, and sentences and words in them.</summary>
internal static class PlainTextScanner
{
    public static List<Boundary> Scan(string text)
    {
        var boundaries = new List<Boundary>();
        var (previous, isAfterBlank) = (default(TextLine?), false);
        foreach (var line in TextLine.Split(text))
        {
            if (line.IsBlank(text))
            {
                isAfterBlank = true;
                continue;
            }

            boundaries.Add(new(line.Start, isAfterBlank ? Strength.Paragraph : LineStrength(text, previous)));
            ProseScanner.Scan(text, line.Start, line.End, hasSentences: true, boundaries);
            (previous, isAfterBlank) = (line, false);
        }

        return boundaries;
    }

    /// <summary>A line break within a paragraph: it ends a sentence if the line does.</summary>
    public static int LineStrength(string text, TextLine? previous) =>
        previous is { } line && ProseScanner.EndsSentence(text, line.Start, text.AsSpan(0, line.End).TrimEnd().Length)
            ? Strength.Sentence
            : Strength.SoftLine;
}
