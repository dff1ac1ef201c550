namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>What a query token attends to: the tokens of its own text up to itself, by their place in the batch.</summary>
/// <param name="First">The first token of its text.</param>
/// <param name="Last">Itself.</param>
internal readonly record struct KeyRange(int First, int Last);
