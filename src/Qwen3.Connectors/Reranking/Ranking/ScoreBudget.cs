using System.Text;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Reranking.Ranking;

/// <summary>Tokens that a call may still compute.</summary>
/// <remarks>
/// The prompts of a call share their head, which is counted once; a document is counted only where its length alone does not show that it
/// fits.
/// </remarks>
/// <param name="maxTotalTokens">Null for no limit.</param>
/// <param name="maxTokens">Tokens of a prompt at most: longer ones are truncated.</param>
/// <param name="tokenizer">Null where the engine does not offer one; a call may then exceed the limit by one prompt.</param>
internal sealed class ScoreBudget(int? maxTotalTokens, int maxTokens, Qwen3Tokenizer? tokenizer)
{
    // A byte is at most one token; NFC makes a text at most three times as long.
    private const long MaxTokensPerCharacter = 9;

    private long _spent;
    private int? _headTokens;
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
            planned += Estimate(prompts[start + i], tokenizer, limit - planned);
            if (planned > limit)
            {
                return i;
            }
        }

        return count;
    }

    /// <summary>Takes computed tokens from the budget, and learns from the first answer how many the template has.</summary>
    public void Spend(RerankPrompt prompt, ScoredPrompt answer)
    {
        _spent += answer.TokenCount;
        if (maxTotalTokens is not null && tokenizer is not null && _templateTokens is null && answer.TruncatedTokenCount == 0)
        {
            _templateTokens = answer.TokenCount - HeadTokens(prompt, tokenizer) - DocumentTokens(prompt, tokenizer);
        }
    }

    /// <summary>
    /// Never too low: before the first answer the names of the template's special tokens count as plain text, which has more tokens.
    /// </summary>
    private long Estimate(RerankPrompt prompt, Qwen3Tokenizer tokens, long left)
    {
        var template = _templateTokens ?? tokens.CountTokens(prompt.Prefix) + tokens.CountTokens(prompt.Suffix);
        var head = template + HeadTokens(prompt, tokens);
        var bound = MaxDocumentTokens(prompt);
        if (head + bound > left)
        {
            bound = Math.Min(bound, DocumentTokens(prompt, tokens));
        }

        return Math.Min(head + bound, maxTokens);
    }

    private static long MaxDocumentTokens(RerankPrompt prompt)
    {
        var document = prompt.Document;
        var tokens = 1 + (Ascii.IsValid(document) ? document.Length : MaxTokensPerCharacter * document.Length);
        return prompt.MaxDocumentTokens is { } limit ? Math.Min(tokens, limit + 1L) : tokens;
    }

    // The space at the head's end is tokenised with the document, as the engine does.
    private int HeadTokens(RerankPrompt prompt, Qwen3Tokenizer tokens) =>
        _headTokens ??= tokens.CountTokens(prompt.Head.AsSpan().TrimEnd(' '));

    private static int DocumentTokens(RerankPrompt prompt, Qwen3Tokenizer tokens) => tokens.CountTokens(" " + prompt.Document);
}
