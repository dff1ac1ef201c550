namespace Qwen3.Connectors;

/// <summary>How a document is written, which decides where <see cref="DocumentChunker"/> prefers to cut it.</summary>
public enum DocumentFormat
{
    /// <summary>Paragraphs, lines, sentences and words.</summary>
    Text,

    /// <summary>Sections, paragraphs, lists, tables and fenced code.</summary>
    Markdown,

    /// <summary>Source code: blank lines and indentation.</summary>
    Code,
}
