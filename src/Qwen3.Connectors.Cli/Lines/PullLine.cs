namespace Qwen3.Connectors.Cli.Lines;

/// <summary>A model that is here now.</summary>
internal sealed record PullLine(string Name, string File, long Bytes, bool Downloaded);
