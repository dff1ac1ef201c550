namespace Qwen3.Connectors.Cli.Lines;

/// <summary>A line of <c>tokens</c>.</summary>
internal sealed record TokensLine(int Index, int[] Ids);
