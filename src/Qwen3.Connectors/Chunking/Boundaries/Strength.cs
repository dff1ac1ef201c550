namespace Qwen3.Connectors.Chunking.Boundaries;

/// <summary>
/// How good a place is to cut a text. A chunk is cut at its strongest place, so everything that is inside of a block is weaker than the
/// block's own boundaries: then a block that fits is never cut.
/// </summary>
internal static class Strength
{
    public const int Rune = 1;
    public const int Grapheme = 2;

    /// <summary>Between a heading and its text: weaker than any place in the text, so that a heading is never alone.</summary>
    public const int Attached = 5;

    public const int Word = 10;
    public const int Clause = 20;

    /// <summary>A line break within a paragraph.</summary>
    public const int SoftLine = 30;

    public const int Sentence = 40;

    /// <summary>Before a line of code that belongs to the one before it, such as a closing brace.</summary>
    public const int CodeContinuation = 45;

    public const int TableRow = 60;
    public const int ListItem = 75;

    /// <summary>Between an introduction, such as a sentence with a colon, and the block that it introduces.</summary>
    public const int Introduced = 78;

    public const int Paragraph = 80;

    /// <summary>The largest depth of indentation that is distinguished.</summary>
    public const int MaxDepth = 7;

    /// <summary>Before a line of code: 51 to 58, stronger with less indentation.</summary>
    public static int CodeLine(int depth) => 58 - Math.Min(depth, MaxDepth);

    /// <summary>Before a line of code that follows a blank line: 63 to 70.</summary>
    public static int CodeBlock(int depth) => 70 - Math.Min(depth, MaxDepth);

    /// <summary>Before an item of a nested list: 71 to 75.</summary>
    public static int Item(int depth) => ListItem - Math.Min(depth, 4);

    /// <summary>Before a heading: 101 to 106.</summary>
    public static int Section(int level) => 107 - level;
}
