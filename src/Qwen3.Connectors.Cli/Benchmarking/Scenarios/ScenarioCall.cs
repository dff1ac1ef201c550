namespace Qwen3.Connectors.Cli.Benchmarking.Scenarios;

/// <summary>One measured call.</summary>
/// <param name="TokenCounts">Tokens of each text, shared ones included.</param>
/// <param name="Elapsed">Duration of the call.</param>
internal readonly record struct ScenarioCall(IReadOnlyList<int> TokenCounts, TimeSpan Elapsed);
