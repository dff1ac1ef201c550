namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>Repeats the calls of a scenario until enough time has been measured.</summary>
/// <param name="readTokens">What the engine counts; null from one that doesn't.</param>
internal sealed class ScenarioRunner(Func<SharedTokens?> readTokens)
{
    /// <summary>Percentiles of fewer calls would say little.</summary>
    public const int LatencyCalls = 20;

    /// <summary>Measures a scenario: at least one call, and as many as fit into <paramref name="duration"/>.</summary>
    /// <param name="scenario">What to call.</param>
    /// <param name="duration">How long to measure; latencies take at least <see cref="LatencyCalls"/> calls, whatever it is.</param>
    /// <param name="warmUp">Whether a first call is made that isn't measured.</param>
    /// <param name="cancellationToken">Stops the call at work.</param>
    public async Task<ScenarioMeasurement> RunAsync(Scenario scenario, TimeSpan duration, bool warmUp, CancellationToken cancellationToken)
    {
        if (warmUp)
        {
            await scenario.CallAsync(cancellationToken).ConfigureAwait(false);
        }

        var before = readTokens();
        var calls = new List<ScenarioCall>();
        var elapsed = TimeSpan.Zero;
        while (elapsed < duration || calls.Count < (scenario.IsLatency ? LatencyCalls : 1))
        {
            var call = await scenario.CallAsync(cancellationToken).ConfigureAwait(false);
            calls.Add(call);
            elapsed += call.Elapsed;
        }

        return new ScenarioMeasurement(calls, readTokens() - before);
    }
}
