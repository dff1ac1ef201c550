namespace Qwen3.Connectors.Inference;

/// <summary>The score of one reranking prompt.</summary>
/// <param name="YesProbability">The probability of "yes" against "no", 0 to 1.</param>
/// <param name="TokenCount">Tokens of the prompt after truncation, template included.</param>
/// <param name="TruncatedTokenCount">Tokens of the document that were left out; 0 when it fitted.</param>
public readonly record struct ScoredPrompt(double YesProbability, int TokenCount, int TruncatedTokenCount)
{
    /// <summary>Whether <see cref="TokenCount"/> is the prompt's share of a total that a server reported for several prompts.</summary>
    /// <value>Default false: the tokens of this prompt were counted.</value>
    public bool IsTokenCountEstimate { get; init; }
}
