namespace Qwen3.Connectors.Cli.Benchmarking.Scenarios;

/// <summary>The measured calls of a scenario.</summary>
/// <param name="Calls">At least one.</param>
/// <param name="Tokens">Tokens counted by the engine during the calls; null if it does not count.</param>
internal sealed record ScenarioMeasurement(IReadOnlyList<ScenarioCall> Calls, SharedTokens? Tokens)
{
    /// <summary>Total duration of the calls.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(Calls.Sum(call => call.Elapsed.Ticks));

    /// <summary>Tokens of each text, over all calls.</summary>
    public IEnumerable<int> TokenCounts => Calls.SelectMany(call => call.TokenCounts);
}
