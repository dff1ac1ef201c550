using System.Diagnostics.CodeAnalysis;

namespace Qwen3.Connectors.VectorData;

/// <summary>A chunk of a document as a <see cref="Qwen3Memory"/> stores it. Filters of searches refer to its properties.</summary>
public sealed class MemoryRecord
{
    /// <summary>Gets or sets the key, which is derived from the source and the number of the chunk.</summary>
    public Guid Id { get; set; }

    /// <summary>Gets or sets the name of the document. Indexed.</summary>
    public string Source { get; set; } = "";

    /// <summary>Gets or sets the tags of the document. Indexed.</summary>
    [SuppressMessage("Design", "CA1002", Justification = "Vector stores map lists.")]
    [SuppressMessage("Usage", "CA2227", Justification = "Vector stores set the property.")]
    public List<string> Tags { get; set; } = [];

    /// <summary>Gets or sets the number of the chunk in its document, from 0. Indexed.</summary>
    public int Index { get; set; }

    /// <summary>Gets or sets the text of the chunk. Indexed for full-text search where the store has it.</summary>
    public string Text { get; set; } = "";

    /// <summary>Gets or sets the headings above the chunk, outermost first, separated by <c> &gt; </c>; empty if there are none.</summary>
    public string Heading { get; set; } = "";

    /// <summary>Gets or sets the offset of the chunk in its document, in UTF-16 code units.</summary>
    public int Start { get; set; }

    /// <summary>Gets or sets the line of the document where the chunk starts, from 1.</summary>
    public int StartLine { get; set; }

    /// <summary>Gets or sets the line of the document where the chunk ends, from 1.</summary>
    public int EndLine { get; set; }

    /// <summary>Gets or sets the embedding of the text and its headings, <c>[dimensions]</c>.</summary>
    public ReadOnlyMemory<float> Vector { get; set; }

    /// <summary>The text with its headings, which is what is embedded and reranked.</summary>
    internal string TextInContext => Heading.Length == 0 ? Text : $"{Heading}\n{Text}";
}
