namespace Qwen3.Connectors.Cli.Benchmarking.Scenarios;

/// <summary>Repeats a scenario for a given time.</summary>
/// <param name="readTokens">Reads the token counts of the engine; returns null if it does not count.</param>
internal sealed class ScenarioRunner(Func<SharedTokens?> readTokens)
{
    /// <summary>Minimum number of calls of a latency scenario, so that its percentiles are meaningful.</summary>
    public const int LatencyCalls = 20;

    /// <summary>Measures at least one call, and further calls until <paramref name="duration"/> has passed.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="duration">Minimum measured time. Latency scenarios make at least <see cref="LatencyCalls"/> calls.</param>
    /// <param name="warmUp">Whether to make a first call that is not measured.</param>
    /// <param name="cancellationToken">Cancels the running call.</param>
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
