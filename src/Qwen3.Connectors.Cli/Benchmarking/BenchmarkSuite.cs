using System.Diagnostics;
using System.Globalization;

namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>Runs scenarios one after another and leaves out what the model's context or the time does not allow.</summary>
/// <param name="subject">What is measured.</param>
/// <param name="duration">How long to measure each scenario, at least one call.</param>
/// <param name="budget">What all scenarios may take together. Only those after the first are left out for it.</param>
internal sealed class BenchmarkSuite(BenchmarkSubject subject, TimeSpan duration, TimeSpan budget)
{
    private readonly ScenarioRunner _runner = new(subject.ReadTokens);
    private readonly long _start = Stopwatch.GetTimestamp();
    private double _bestOperationsPerSecond;

    /// <summary>Measures each scenario, in order.</summary>
    public async Task<IReadOnlyList<ScenarioResult>> RunAsync(IReadOnlyList<Scenario> scenarios, CancellationToken cancellationToken)
    {
        var results = new List<ScenarioResult>();
        foreach (var scenario in scenarios)
        {
            results.Add(ReasonToSkip(scenario) is { } reason
                ? new ScenarioResult(scenario, Measurement: null, reason)
                : new ScenarioResult(scenario, await MeasureAsync(scenario, cancellationToken).ConfigureAwait(false), Skipped: null));
        }

        return results;
    }

    private async Task<ScenarioMeasurement> MeasureAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        // The first call of all pages the weights in. After that a first call of many seconds gains nothing by a rehearsal.
        var warmUp = _bestOperationsPerSecond == 0 || EstimateCall(scenario) < duration;
        var measurement = await _runner.RunAsync(scenario, duration, warmUp, cancellationToken).ConfigureAwait(false);
        var operations = ForwardArithmetic.Count(subject.Model, measurement.TokenCounts, measurement.Tokens?.Shared ?? 0);
        _bestOperationsPerSecond = Math.Max(_bestOperationsPerSecond, operations / measurement.Elapsed.TotalSeconds);
        return measurement;
    }

    private string? ReasonToSkip(Scenario scenario)
    {
        var context = subject.Model.Shape.ContextLength;
        if (scenario.TokensEach > context)
        {
            return string.Create(CultureInfo.InvariantCulture, $"a text needs {scenario.TokensEach} tokens with its prompt, and the model's context has {context}");
        }

        var estimate = EstimateCall(scenario);
        var left = budget - Stopwatch.GetElapsedTime(_start);
        return _bestOperationsPerSecond > 0 && estimate > left
            ? string.Create(CultureInfo.InvariantCulture, $"a call would take about {estimate.TotalSeconds:N0} s, and {Math.Max(0, left.TotalSeconds):N0} s of {budget.TotalSeconds:N0} s are left")
            : null;
    }

    /// <summary>About how long a call takes at the best speed so far; zero before anything was measured.</summary>
    private TimeSpan EstimateCall(Scenario scenario)
    {
        var operations = ForwardArithmetic.Count(subject.Model, Enumerable.Repeat(scenario.TokensEach, scenario.TextCount));
        return _bestOperationsPerSecond > 0 ? TimeSpan.FromSeconds(operations / _bestOperationsPerSecond) : TimeSpan.Zero;
    }
}
