namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>One matrix of several that are applied to the same activations in one pass.</summary>
/// <param name="Weights"><c>[rows x depth]</c>.</param>
/// <param name="Output"><c>[rows x tokens]</c>.</param>
internal readonly record struct Product(WeightMatrix Weights, PanelView Output);
