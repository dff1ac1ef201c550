namespace Qwen3.Connectors;

/// <summary>A part of a document.</summary>
public sealed class DocumentChunk
{
    internal DocumentChunk()
    {
    }

    /// <summary>Gets the text: <see cref="Length"/> characters of the document from <see cref="Start"/>, unchanged.</summary>
    public string Text { get; internal init; } = "";

    /// <summary>Gets the offset of the first character in the document, in UTF-16 code units.</summary>
    public int Start { get; internal init; }

    /// <summary>Gets the number of UTF-16 code units.</summary>
    public int Length => Text.Length;

    /// <summary>Gets the number of UTF-16 code units at the start of the text that the chunk before has too.</summary>
    /// <value>0 if the chunk does not overlap the one before.</value>
    public int OverlapLength { get; internal init; }

    /// <summary>Gets the line of the first character, from 1.</summary>
    public int StartLine { get; internal init; }

    /// <summary>Gets the line of the last character, from 1.</summary>
    public int EndLine { get; internal init; }

    /// <summary>Gets the number of tokens of the text alone.</summary>
    public int TokenCount { get; internal init; }

    /// <summary>
    /// Gets the headings of the sections that the chunk continues, outermost first. A heading that is the chunk's own first line is not
    /// among them. Empty for other formats than Markdown.
    /// </summary>
    public IReadOnlyList<string> Headings { get; internal init; } = [];
}
