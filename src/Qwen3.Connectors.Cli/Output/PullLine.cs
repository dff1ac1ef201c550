namespace Qwen3.Connectors.Cli.Output;

/// <summary>The line of <c>pull --json</c>.</summary>
internal sealed record PullLine(string Name, string File, long Bytes, bool Downloaded);
