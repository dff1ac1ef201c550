namespace Qwen3.Connectors.Remote.Engines;

/// <summary>A text as it is sent.</summary>
internal readonly record struct PreparedText(string Text, int TruncatedTokens);
