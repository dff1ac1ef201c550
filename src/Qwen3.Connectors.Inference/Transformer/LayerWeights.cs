using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>The eleven tensors of a layer.</summary>
internal sealed class LayerWeights
{
    /// <summary><c>[hidden]</c>.</summary>
    public required float[] AttentionNorm { get; init; }

    /// <summary><c>[heads * headSize x hidden]</c>.</summary>
    public required WeightMatrix Query { get; init; }

    /// <summary><c>[keyHeads * headSize x hidden]</c>.</summary>
    public required WeightMatrix Key { get; init; }

    /// <summary><c>[keyHeads * headSize x hidden]</c>.</summary>
    public required WeightMatrix Value { get; init; }

    /// <summary><c>[headSize]</c>, the same for every query head.</summary>
    public required float[] QueryNorm { get; init; }

    /// <summary><c>[headSize]</c>, the same for every key head.</summary>
    public required float[] KeyNorm { get; init; }

    /// <summary><c>[hidden x heads * headSize]</c>.</summary>
    public required WeightMatrix AttentionOutput { get; init; }

    /// <summary><c>[hidden]</c>.</summary>
    public required float[] FeedForwardNorm { get; init; }

    /// <summary><c>[feedForward x hidden]</c>.</summary>
    public required WeightMatrix Gate { get; init; }

    /// <summary><c>[feedForward x hidden]</c>.</summary>
    public required WeightMatrix Up { get; init; }

    /// <summary><c>[hidden x feedForward]</c>.</summary>
    public required WeightMatrix Down { get; init; }
}
