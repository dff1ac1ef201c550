namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>A known tokenizer.</summary>
/// <param name="Sizes">The numbers of tokens that its files have.</param>
/// <param name="Merges">The number of merges.</param>
/// <param name="Tokens">Special tokens and their ids.</param>
/// <param name="Sequences">Texts and their ids.</param>
internal sealed record KnownVocabulary(int[] Sizes, int Merges, Dictionary<string, int> Tokens, KnownSequence[] Sequences);
