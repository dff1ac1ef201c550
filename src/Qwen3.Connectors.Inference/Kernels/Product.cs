namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>One of several matrices that are multiplied with the same activations in one pass.</summary>
/// <param name="Weights"><c>[rows x K]</c>.</param>
/// <param name="Output"><c>[rows x tokens]</c>.</param>
internal readonly record struct Product(WeightMatrix Weights, PanelView Output);
