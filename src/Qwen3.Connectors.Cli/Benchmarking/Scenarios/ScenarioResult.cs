namespace Qwen3.Connectors.Cli.Benchmarking.Scenarios;

/// <summary>A scenario with either its measurement or the reason why it was skipped.</summary>
internal sealed record ScenarioResult(Scenario Scenario, ScenarioMeasurement? Measurement, string? Skipped);
