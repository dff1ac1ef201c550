using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Benchmarking.Scenarios;

/// <summary>Token counts of an engine since it was loaded.</summary>
/// <param name="Computed">Tokens that were computed.</param>
/// <param name="Shared">Tokens that were not computed, because a shared prefix was reused.</param>
internal readonly record struct SharedTokens(long Computed, long Shared)
{
    /// <summary>Returns the counts of an engine, or null if it does not count.</summary>
    public static SharedTokens? From(EngineStatistics? statistics) =>
        statistics is { } known ? new SharedTokens(known.TokensComputed, known.TokensShared) : null;

    public static SharedTokens operator -(SharedTokens later, SharedTokens earlier) =>
        new(later.Computed - earlier.Computed, later.Shared - earlier.Shared);
}
