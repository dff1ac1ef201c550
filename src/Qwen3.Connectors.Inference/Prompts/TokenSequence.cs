namespace Qwen3.Connectors.Inference.Prompts;

/// <summary>The token ids of one prompt after truncation.</summary>
/// <param name="Ids">What is computed.</param>
/// <param name="TruncatedCount">Tokens left out.</param>
internal readonly record struct TokenSequence(int[] Ids, int TruncatedCount);
