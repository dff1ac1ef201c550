namespace Qwen3.Connectors.Inference;

/// <summary>
/// A text to embed and what precedes it. Strings are shared, not joined: a prefix that many prompts have is tokenised once per call.
/// </summary>
/// <param name="Prefix">The template before the text, such as a query's instruction; never truncated. Empty for documents.</param>
/// <param name="Text">The text, the only part that may be truncated. Names of special tokens in either part are plain text.</param>
public readonly record struct EmbeddingPrompt(string Prefix, string Text);
