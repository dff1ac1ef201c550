namespace Qwen3.Connectors.Cli.Output;

/// <summary>A line of <c>embed</c>.</summary>
internal sealed record EmbedLine(int Index, int Tokens, ReadOnlyMemory<float> Embedding);
