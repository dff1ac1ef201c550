namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>What is known of a tokenizer.</summary>
/// <param name="Sizes">How many tokens its files have.</param>
/// <param name="Merges">How many merges.</param>
/// <param name="Tokens">Special tokens and their ids.</param>
/// <param name="Sequences">Texts and their ids.</param>
internal sealed record KnownVocabulary(int[] Sizes, int Merges, Dictionary<string, int> Tokens, KnownSequence[] Sequences);
