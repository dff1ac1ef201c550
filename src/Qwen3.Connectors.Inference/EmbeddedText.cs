namespace Qwen3.Connectors.Inference;

/// <summary>The final hidden state of a text's end token.</summary>
/// <param name="Values">The vector at full width, not normalised: <c>[hidden]</c>.</param>
/// <param name="TokenCount">Tokens computed, the end token included.</param>
/// <param name="TruncatedTokenCount">Tokens of the text that were truncated; 0 when it fitted.</param>
public readonly record struct EmbeddedText(ReadOnlyMemory<float> Values, int TokenCount, int TruncatedTokenCount)
{
    /// <summary>Whether <see cref="TokenCount"/> is the text's share of a total that a server reported for several texts.</summary>
    /// <value>Default false: the tokens of this text were counted.</value>
    public bool IsTokenCountEstimate { get; init; }
}
