using Qwen3.Connectors.Cli.Benchmarking.Scenarios;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Benchmarking.Reports;

/// <summary>The figures of a scenario. A skipped scenario has only a name, a description and a reason.</summary>
internal sealed record ScenarioReport
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>Why the scenario was skipped; null if it was measured.</summary>
    public string? Skipped { get; init; }

    public int Calls { get; init; }

    public int Texts { get; init; }

    /// <summary>Tokens of all texts, shared ones included.</summary>
    public long Tokens { get; init; }

    /// <summary>Tokens that were computed; null if the engine does not count.</summary>
    public long? TokensComputed { get; init; }

    /// <summary>Tokens that were reused from a shared prefix; null if the engine does not count.</summary>
    public long? TokensShared { get; init; }

    public double Seconds { get; init; }

    /// <summary>Tokens per second, shared ones included.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>Arithmetic of the computed tokens, in GFLOP/s.</summary>
    public double Gigaflops { get; init; }

    public double FractionOfPeak { get; init; }

    public LatencyPercentiles? LatencyMilliseconds { get; init; }

    /// <summary>Creates the report of a result, relative to the peak of the machine.</summary>
    public static ScenarioReport Create(ScenarioResult result, ModelDescription model, double peakGigaflops)
    {
        var scenario = result.Scenario;
        var report = new ScenarioReport { Name = scenario.Name, Description = scenario.Description, Skipped = result.Skipped };
        if (result.Measurement is not { } measurement)
        {
            return report;
        }

        var seconds = measurement.Elapsed.TotalSeconds;
        var tokens = measurement.TokenCounts.Sum(count => (long)count);
        var gigaflops = ForwardPassOperations.Count(model, measurement.TokenCounts, measurement.Tokens?.Shared ?? 0) / 1e9 / seconds;
        return report with
        {
            Calls = measurement.Calls.Count,
            Texts = measurement.TokenCounts.Count(),
            Tokens = tokens,
            TokensComputed = measurement.Tokens?.Computed,
            TokensShared = measurement.Tokens?.Shared,
            Seconds = seconds,
            TokensPerSecond = tokens / seconds,
            Gigaflops = gigaflops,
            FractionOfPeak = gigaflops / peakGigaflops,
            LatencyMilliseconds = LatencyPercentiles.Of(measurement.Calls.Select(call => call.Elapsed)),
        };
    }
}
