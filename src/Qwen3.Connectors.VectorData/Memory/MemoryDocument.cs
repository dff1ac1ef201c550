namespace Qwen3.Connectors.VectorData;

/// <summary>A document to store in a <see cref="Qwen3Memory"/>.</summary>
/// <param name="Source">
/// The name of the document, such as a path or an address. A document replaces one of the same name.
/// </param>
/// <param name="Text">The document.</param>
public sealed record MemoryDocument(string Source, string Text)
{
    /// <summary>Gets tags to filter searches by.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Gets how the document is written.</summary>
    /// <value>Default null: by the extension of <see cref="Source"/>, with <see cref="DocumentChunker.FormatOf"/>.</value>
    public DocumentFormat? Format { get; init; }
}
