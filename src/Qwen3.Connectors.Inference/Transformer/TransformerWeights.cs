using Qwen3.Connectors.Inference.Kernels;
using Qwen3.Connectors.Inference.Loading;

namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>All tensors of a network: matrices stay in the file, norms are copied.</summary>
internal sealed class TransformerWeights
{
    /// <summary><c>[vocabulary x hidden]</c>.</summary>
    public required WeightMatrix TokenEmbedding { get; init; }

    /// <summary>First to last.</summary>
    public required LayerWeights[] Layers { get; init; }

    /// <summary><c>[hidden]</c>.</summary>
    public required float[] OutputNorm { get; init; }

    /// <summary>Takes every tensor that the shape calls for.</summary>
    /// <exception cref="InvalidModelException">One is missing or has another shape.</exception>
    public static TransformerWeights Read(TensorSet tensors, ModelShape shape) => new()
    {
        TokenEmbedding = tensors.Matrix("token_embd.weight", shape.VocabularySize, shape.HiddenSize),
        Layers = [.. Enumerable.Range(0, shape.LayerCount).Select(layer => ReadLayer(tensors, shape, layer))],
        OutputNorm = tensors.Vector("output_norm.weight", shape.HiddenSize),
    };

    private static LayerWeights ReadLayer(TensorSet tensors, ModelShape shape, int layer)
    {
        var hidden = shape.HiddenSize;
        return new LayerWeights
        {
            AttentionNorm = Vector("attn_norm", hidden),
            Query = Matrix("attn_q", shape.QueryWidth, hidden),
            Key = Matrix("attn_k", shape.KeyWidth, hidden),
            Value = Matrix("attn_v", shape.KeyWidth, hidden),
            QueryNorm = Vector("attn_q_norm", shape.HeadSize),
            KeyNorm = Vector("attn_k_norm", shape.HeadSize),
            AttentionOutput = Matrix("attn_output", hidden, shape.QueryWidth),
            FeedForwardNorm = Vector("ffn_norm", hidden),
            Gate = Matrix("ffn_gate", shape.FeedForwardSize, hidden),
            Up = Matrix("ffn_up", shape.FeedForwardSize, hidden),
            Down = Matrix("ffn_down", hidden, shape.FeedForwardSize),
        };

        WeightMatrix Matrix(string name, int rows, int depth) => tensors.Matrix($"blk.{layer}.{name}.weight", rows, depth);

        float[] Vector(string name, int length) => tensors.Vector($"blk.{layer}.{name}.weight", length);
    }
}
