using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Reranking.Calls;

/// <summary>The settings of one call, copied: the caller may change its options while the model computes.</summary>
internal sealed record RerankCall(
    string Instruction,
    Truncation Truncation,
    int? TopN,
    double? MinimumScore,
    int? MaxTokensPerDocument,
    int? MaxTotalTokens,
    TimeSpan? MaxDuration)
{
    // Timers take at most 49.7 days; no call takes as long.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    public bool HasBudget => MaxTotalTokens is not null || MaxDuration is not null;

    /// <summary>Starts the clock of <see cref="MaxDuration"/>.</summary>
    /// <returns>Cancelled when the time has passed.</returns>
    public CancellationTokenSource StartDeadline(TimeProvider time) =>
        new(
            MaxDuration is { } duration ? TimeSpan.FromTicks(Math.Min(duration.Ticks, LongestTimer.Ticks)) : Timeout.InfiniteTimeSpan,
            time);

    /// <exception cref="ArgumentException">The instruction is empty.</exception>
    public static RerankCall Read(RerankOptions? options, Qwen3RerankerOptions own)
    {
        if (options?.Instruction is { } instruction)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(instruction, nameof(options));
        }

        return new RerankCall(
            options?.Instruction ?? own.Instruction,
            options?.Truncation ?? own.Truncation,
            options?.TopN,
            options?.MinimumScore,
            options?.MaxTokensPerDocument,
            options?.MaxTotalTokens,
            options?.MaxDuration);
    }
}
