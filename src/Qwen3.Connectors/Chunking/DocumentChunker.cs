using Qwen3.Connectors.Chunking.Boundaries;
using Qwen3.Connectors.Chunking.Splitting;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors;

/// <summary>
/// Cuts documents into chunks for retrieval, measured in the tokens of the model that embeds them. Sections, paragraphs, tables and fenced
/// code of Markdown, and declarations of source code, stay whole where they fit. Nothing but white space between chunks is left out. Safe
/// for concurrent use.
/// </summary>
public sealed class DocumentChunker
{
    private static readonly HashSet<string> s_markdown = new(StringComparer.OrdinalIgnoreCase) { ".md", ".markdown", ".mdx" };

    private static readonly HashSet<string> s_code = new(StringComparer.OrdinalIgnoreCase)
    {
        ".bash", ".c", ".cc", ".cpp", ".cs", ".css", ".csproj", ".csx", ".cxx", ".fs", ".fsx", ".go", ".h", ".hpp", ".html", ".java", ".js",
        ".json", ".jsx", ".kt", ".kts", ".lua", ".m", ".php", ".pl", ".props", ".ps1", ".py", ".r", ".rb", ".rs", ".scala", ".sh", ".sql",
        ".swift", ".targets", ".toml", ".ts", ".tsx", ".vb", ".xaml", ".xml", ".yaml", ".yml",
    };

    private readonly ChunkingOptions _options;
    private readonly TokenCounter _count;

    /// <summary>Creates a chunker.</summary>
    /// <param name="tokenizer">
    /// The tokenizer of the model that embeds the chunks: <c>generator.GetRequiredService&lt;Qwen3Tokenizer&gt;()</c>, or
    /// <see cref="Qwen3Tokenizer.Load"/>.
    /// </param>
    /// <param name="options">Limits; null for the defaults. Copied.</param>
    /// <exception cref="ArgumentException">Options are invalid; the message lists all faults.</exception>
    public DocumentChunker(Qwen3Tokenizer tokenizer, ChunkingOptions? options = null)
        : this((tokenizer ?? throw new ArgumentNullException(nameof(tokenizer))).CountTokens, options)
    {
    }

    internal DocumentChunker(TokenCounter count, ChunkingOptions? options)
    {
        _count = count;
        _options = (options ?? new ChunkingOptions()).CloneValid(nameof(options));
    }

    /// <summary>Returns the format of a file by the extension of its name.</summary>
    /// <param name="fileName">A file name, a path or an address.</param>
    /// <returns><see cref="DocumentFormat.Text"/> for unknown extensions.</returns>
    public static DocumentFormat FormatOf(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        var extension = Path.GetExtension(fileName);
        return s_markdown.Contains(extension) ? DocumentFormat.Markdown
            : s_code.Contains(extension) ? DocumentFormat.Code
            : DocumentFormat.Text;
    }

    /// <summary>Cuts a document.</summary>
    /// <param name="text">The document. Any text: lone surrogates are kept, surrogate pairs are never cut.</param>
    /// <param name="format">How the document is written.</param>
    /// <returns>
    /// The chunks in the order of the document, none longer than <see cref="ChunkingOptions.MaxTokens"/>; none for a text of white space.
    /// </returns>
    public IReadOnlyList<DocumentChunk> Chunk(string text, DocumentFormat format = DocumentFormat.Text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (boundaries, headings) = format switch
        {
            DocumentFormat.Text => (PlainTextScanner.Scan(text), []),
            DocumentFormat.Markdown => MarkdownScanner.Scan(text),
            DocumentFormat.Code => (CodeScanner.Scan(text), []),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Expected a defined format."),
        };
        var atoms = new AtomTable(text, boundaries, _count);
        var writer = new ChunkWriter(text, headings);
        return [.. new ChunkPlanner(atoms, _options, _count).Plan().Select(writer.Write)];
    }
}
