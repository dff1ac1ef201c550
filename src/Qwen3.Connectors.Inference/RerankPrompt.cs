namespace Qwen3.Connectors.Inference;

/// <summary>
/// A reranking prompt in its parts. Strings are shared, not joined: what the prompts of a call have in common is tokenised once.
/// </summary>
/// <param name="Prefix">
/// The template before the head; names of special tokens in it, such as <c>&lt;|im_start|&gt;</c>, stand for those tokens.
/// </param>
/// <param name="Head">Instruction and query with their labels, up to the document; plain text, never truncated.</param>
/// <param name="Document">The document, plain text: the only part that may be truncated.</param>
/// <param name="Suffix">The template after the document, read as the prefix is; never truncated.</param>
public readonly record struct RerankPrompt(string Prefix, string Head, string Document, string Suffix)
{
    /// <summary>Tokens of the document that are computed at most; 1 or more.</summary>
    /// <value>Default null: as many as the prompt's own limit allows.</value>
    public int? MaxDocumentTokens { get; init; }

    /// <summary>The query within <see cref="Head"/>, for engines on servers that apply the template themselves.</summary>
    /// <value>Default null: known to the caller only.</value>
    public string? Query { get; init; }

    /// <summary>The instruction within <see cref="Head"/>, for engines on servers that apply the template themselves.</summary>
    /// <value>Default null: known to the caller only.</value>
    public string? Instruction { get; init; }
}
