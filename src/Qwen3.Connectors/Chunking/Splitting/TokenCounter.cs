namespace Qwen3.Connectors.Chunking.Splitting;

/// <summary>Counts the tokens of a text.</summary>
internal delegate int TokenCounter(ReadOnlySpan<char> text);
