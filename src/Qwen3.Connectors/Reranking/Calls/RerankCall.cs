using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Reranking.Calls;

/// <summary>What one call asks for: a copy of what matters, since the caller may change its options while the model computes.</summary>
internal sealed record RerankCall(
    string Instruction,
    Truncation Truncation,
    int? TopN,
    double? MinimumScore,
    int? MaxTokensPerDocument,
    int? MaxTotalTokens,
    TimeSpan? MaxDuration)
{
    public bool HasBudget => MaxTotalTokens is not null || MaxDuration is not null;

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
