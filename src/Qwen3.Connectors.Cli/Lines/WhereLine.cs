namespace Qwen3.Connectors.Cli.Lines;

/// <summary>Where a model is (null where it is not here), and where a download of it goes (null for a path).</summary>
internal sealed record WhereLine(string Model, string? File, string? Target);
