using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>What a scenario gave; only the name, the description and the reason where it was left out.</summary>
internal sealed record ScenarioReport
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>Why it was left out; null where it was not.</summary>
    public string? Skipped { get; init; }

    public int Calls { get; init; }

    public int Texts { get; init; }

    /// <summary>Tokens of the texts, shared ones included.</summary>
    public long Tokens { get; init; }

    /// <summary>Tokens that went through the network; null where the engine doesn't count.</summary>
    public long? TokensComputed { get; init; }

    /// <summary>Tokens whose computation was shared; null where the engine doesn't count.</summary>
    public long? TokensShared { get; init; }

    public double Seconds { get; init; }

    /// <summary>Tokens of the texts a second, shared ones included.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>Arithmetic that was done, shared tokens not included, in billions of operations a second.</summary>
    public double Gigaflops { get; init; }

    public double FractionOfPeak { get; init; }

    /// <summary>Times of a call.</summary>
    public Latency? LatencyMilliseconds { get; init; }

    /// <summary>Reports a result beside the machine's peak.</summary>
    public static ScenarioReport Create(ScenarioResult result, ModelDescription model, double peakGigaflops)
    {
        var report = new ScenarioReport { Name = result.Scenario.Name, Description = result.Scenario.Description, Skipped = result.Skipped };
        if (result.Measurement is not { } measurement)
        {
            return report;
        }

        var seconds = measurement.Elapsed.TotalSeconds;
        var tokens = measurement.TokenCounts.Sum(count => (long)count);
        var gigaflops = ForwardArithmetic.Count(model, measurement.TokenCounts, measurement.Tokens?.Shared ?? 0) / 1e9 / seconds;
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
            LatencyMilliseconds = Latency.Of(measurement.Calls.Select(call => call.Elapsed)),
        };
    }
}
