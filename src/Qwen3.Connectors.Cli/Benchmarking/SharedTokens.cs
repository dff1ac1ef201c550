using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>What an engine counted since it was loaded.</summary>
/// <param name="Computed">Tokens that went through the network.</param>
/// <param name="Shared">Tokens that did not, because an equal beginning had been computed.</param>
internal readonly record struct SharedTokens(long Computed, long Shared)
{
    /// <summary>The counts of an engine, or null from one that doesn't count.</summary>
    public static SharedTokens? Of(EngineStatistics? statistics) => statistics is { } known ? new SharedTokens(known.TokensComputed, known.TokensShared) : null;

    public static SharedTokens operator -(SharedTokens later, SharedTokens earlier) => new(later.Computed - earlier.Computed, later.Shared - earlier.Shared);
}
