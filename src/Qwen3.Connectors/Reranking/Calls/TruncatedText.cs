namespace Qwen3.Connectors.Reranking.Calls;

/// <summary>What is left of a text.</summary>
/// <param name="Text">The part that is kept.</param>
/// <param name="TruncatedTokenCount">Tokens that went; 0 when the text fitted.</param>
internal readonly record struct TruncatedText(string Text, int TruncatedTokenCount);
