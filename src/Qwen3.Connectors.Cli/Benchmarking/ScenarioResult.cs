namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>A scenario and either its measurement or why there is none.</summary>
internal sealed record ScenarioResult(Scenario Scenario, ScenarioMeasurement? Measurement, string? Skipped);
