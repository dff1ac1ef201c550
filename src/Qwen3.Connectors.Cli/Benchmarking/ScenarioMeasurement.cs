namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>The calls of a scenario that were measured.</summary>
/// <param name="Calls">At least one.</param>
/// <param name="Tokens">What the engine counted meanwhile; null where it doesn't count.</param>
internal sealed record ScenarioMeasurement(IReadOnlyList<ScenarioCall> Calls, SharedTokens? Tokens)
{
    /// <summary>The time of all calls.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(Calls.Sum(call => call.Elapsed.Ticks));

    /// <summary>Tokens of each text of all calls.</summary>
    public IEnumerable<int> TokenCounts => Calls.SelectMany(call => call.TokenCounts);
}
