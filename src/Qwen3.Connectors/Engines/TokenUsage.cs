using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Engines;

/// <summary>Adds up what engines report.</summary>
internal struct TokenUsage
{
    private long _tokens;
    private long _truncatedTokens;

    public void Add(int tokens, int truncatedTokens)
    {
        _tokens += tokens;
        _truncatedTokens += truncatedTokens;
    }

    public readonly UsageDetails ToDetails() => new()
    {
        InputTokenCount = _tokens,
        TotalTokenCount = _tokens,
        AdditionalCounts = new() { [Qwen3PropertyNames.TruncatedTokenCount] = _truncatedTokens },
    };
}
