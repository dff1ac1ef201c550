using System.Diagnostics;
using System.Globalization;
using Qwen3.Connectors.Cli.Benchmarking.Scenarios;

namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>Runs scenarios one after another. Skips a scenario that exceeds the context length or the time budget.</summary>
/// <param name="subject">The model to measure.</param>
/// <param name="duration">Measured time per scenario; at least one call is made.</param>
/// <param name="budget">Maximum time of all scenarios. The first one always runs.</param>
internal sealed class BenchmarkSuite(BenchmarkSubject subject, TimeSpan duration, TimeSpan budget)
{
    private readonly ScenarioRunner _runner = new(subject.ReadTokens);
    private readonly long _start = Stopwatch.GetTimestamp();
    private double _bestOperationsPerSecond;

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
        // The very first call reads the weights from disk. Later, a warm-up call is not worth its time if a call is long.
        var warmUp = _bestOperationsPerSecond == 0 || EstimateCall(scenario) < duration;
        var measurement = await _runner.RunAsync(scenario, duration, warmUp, cancellationToken).ConfigureAwait(false);
        var operations = ForwardPassOperations.Count(subject.Model, measurement.TokenCounts, measurement.Tokens?.Shared ?? 0);
        _bestOperationsPerSecond = Math.Max(_bestOperationsPerSecond, operations / measurement.Elapsed.TotalSeconds);
        return measurement;
    }

    private string? ReasonToSkip(Scenario scenario)
    {
        var context = subject.Model.Shape.ContextLength;
        if (scenario.TokensEach > context)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"a text needs {scenario.TokensEach} tokens with its prompt, and the context length of the model is {context}");
        }

        var estimate = EstimateCall(scenario);
        var left = budget - Stopwatch.GetElapsedTime(_start);
        if (_bestOperationsPerSecond == 0 || estimate <= left)
        {
            return null;
        }

        var secondsLeft = Math.Max(0, left.TotalSeconds);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"a call would take about {estimate.TotalSeconds:N0} s, and {secondsLeft:N0} s of {budget.TotalSeconds:N0} s are left");
    }

    /// <summary>Estimates the duration of a call from the best speed so far; zero before the first measurement.</summary>
    private TimeSpan EstimateCall(Scenario scenario)
    {
        var operations = ForwardPassOperations.Count(subject.Model, Enumerable.Repeat(scenario.TokensEach, scenario.TextCount));
        return _bestOperationsPerSecond > 0 ? TimeSpan.FromSeconds(operations / _bestOperationsPerSecond) : TimeSpan.Zero;
    }
}
