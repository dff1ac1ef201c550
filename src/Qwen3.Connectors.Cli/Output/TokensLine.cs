namespace Qwen3.Connectors.Cli.Output;

/// <summary>A line of <c>tokens</c>.</summary>
internal sealed record TokensLine(int Index, int[] Ids);
