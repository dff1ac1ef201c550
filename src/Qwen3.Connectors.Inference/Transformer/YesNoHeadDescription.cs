namespace Qwen3.Connectors.Inference;

/// <summary>A reranker's head.</summary>
/// <param name="Style">Where its rows come from.</param>
/// <param name="CosineToEmbedding">
/// The cosine of yes minus no in the head with yes minus no in the token embedding, -1 to 1. About 1 where the head was made of a tied
/// embedding, as in the 0.6B and 4B rerankers; about 0 for a head with weights of its own, trained or random; about -1 where yes and no are
/// swapped.
/// </param>
public sealed record YesNoHeadDescription(YesNoHeadStyle Style, double CosineToEmbedding);
