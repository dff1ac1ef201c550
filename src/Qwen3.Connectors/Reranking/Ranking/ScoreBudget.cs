using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Reranking.Ranking;

/// <summary>Tokens that a call may still compute.</summary>
/// <param name="maxTotalTokens">Null for no limit.</param>
/// <param name="maxTokens">Tokens a prompt may have: longer ones are cut.</param>
/// <param name="tokenizer">Null where the engine does not offer one; a call may then go over by one prompt.</param>
internal sealed class ScoreBudget(int? maxTotalTokens, int? maxTokens, Qwen3Tokenizer? tokenizer)
{
    private long _spent;
    private int? _templateTokens;

    /// <summary>How many prompts from <paramref name="start"/> on may be scored next.</summary>
    public int CountAffordable(RerankPrompt[] prompts, int start, int maxCount)
    {
        var count = Math.Min(maxCount, prompts.Length - start);
        if (maxTotalTokens is not { } limit)
        {
            return count;
        }

        if (tokenizer is null)
        {
            return _spent < limit ? 1 : 0;
        }

        var planned = _spent;
        for (var i = 0; i < count; i++)
        {
            planned += Estimate(prompts[start + i], tokenizer);
            if (planned > limit)
            {
                return i;
            }
        }

        return count;
    }

    /// <summary>Takes what was computed from the budget, and learns from it how many tokens the template has.</summary>
    public void Spend(RerankPrompt prompt, ScoredPrompt answer)
    {
        _spent += answer.TokenCount;
        if (maxTotalTokens is not null && tokenizer is not null)
        {
            _templateTokens ??= answer.TokenCount + answer.TruncatedTokenCount - tokenizer.CountTokens(prompt.Body);
        }
    }

    /// <summary>Never too low: before the first answer the names of the template's special tokens count as plain text, which has more tokens.</summary>
    private int Estimate(RerankPrompt prompt, Qwen3Tokenizer tokens)
    {
        var template = _templateTokens ?? tokens.CountTokens(prompt.Prefix) + tokens.CountTokens(prompt.Suffix);
        return Math.Min(template + tokens.CountTokens(prompt.Body), maxTokens ?? int.MaxValue);
    }
}
