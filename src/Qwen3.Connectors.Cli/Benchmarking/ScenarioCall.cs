namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>One call of an engine.</summary>
/// <param name="TokenCounts">Tokens of each text, those that the engine needn't compute included.</param>
/// <param name="Elapsed">The time that the call took.</param>
internal readonly record struct ScenarioCall(IReadOnlyList<int> TokenCounts, TimeSpan Elapsed);
