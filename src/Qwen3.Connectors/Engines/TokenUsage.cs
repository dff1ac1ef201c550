using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Engines;

/// <summary>Adds up what engines report.</summary>
internal struct TokenUsage
{
    private long _tokens;
    private long _cutTokens;

    public void Add(int tokens, int cutTokens)
    {
        _tokens += tokens;
        _cutTokens += cutTokens;
    }

    public readonly UsageDetails ToDetails() => new()
    {
        InputTokenCount = _tokens,
        TotalTokenCount = _tokens,
        AdditionalCounts = new() { [Qwen3PropertyNames.CutTokenCount] = _cutTokens },
    };
}
