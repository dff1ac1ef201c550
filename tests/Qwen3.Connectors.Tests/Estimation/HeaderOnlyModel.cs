using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Estimation;
using Qwen3.Connectors.Inference.Formats;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.Estimation;

/// <summary>Files of a real shape whose weights are a hole: they have the real length and take no disk space.</summary>
internal static class HeaderOnlyModel
{
    public static ModelShape Smallest { get; } = Shape(layers: 28, hidden: 1024, feedForward: 3072, heads: 16);

    public static ModelShape Largest { get; } = Shape(layers: 36, hidden: 4096, feedForward: 12288, heads: 32);

    /// <summary>What a catalog knows of the weights, apart from the file's length.</summary>
    public static ModelWeights Weights { get; } = new() { FileBytes = 0, LayerTypes = new Dictionary<string, long> { ["Q4_K"] = 1 } };

    /// <summary>Writes a file with layers in Q4_K, but values and token embedding in Q6_K; or all in F32, whose rows may have any length.</summary>
    public static void Save(ModelShape shape, string path, bool isFloat = false)
    {
        var writer = new GgufWriter().Put("general.architecture", "qwen3").Put("general.name", "a hole")
            .Put("qwen3.block_count", (uint)shape.LayerCount).Put("qwen3.context_length", (uint)shape.ContextLength)
            .Put("qwen3.embedding_length", (uint)shape.HiddenSize).Put("qwen3.feed_forward_length", (uint)shape.FeedForwardSize)
            .Put("qwen3.attention.head_count", (uint)shape.HeadCount).Put("qwen3.attention.head_count_kv", (uint)shape.KeyValueHeadCount)
            .Put("qwen3.attention.layer_norm_rms_epsilon", 1e-6f).Put("qwen3.pooling_type", 3u).Put("tokenizer.ggml.add_eos_token", true);
        var offset = 0L;
        var (queries, keys) = (shape.HeadCount * shape.HeadSize, shape.KeyValueHeadCount * shape.HeadSize);
        Add("token_embd.weight", GgmlType.Q6_K, shape.HiddenSize, shape.VocabularySize);
        for (var layer = 0; layer < shape.LayerCount; layer++)
        {
            Add($"blk.{layer}.attn_norm.weight", GgmlType.F32, shape.HiddenSize);
            Add($"blk.{layer}.attn_q.weight", GgmlType.Q4_K, shape.HiddenSize, queries);
            Add($"blk.{layer}.attn_k.weight", GgmlType.Q4_K, shape.HiddenSize, keys);
            Add($"blk.{layer}.attn_v.weight", GgmlType.Q6_K, shape.HiddenSize, keys);
            Add($"blk.{layer}.attn_output.weight", GgmlType.Q4_K, queries, shape.HiddenSize);
            Add($"blk.{layer}.attn_q_norm.weight", GgmlType.F32, shape.HeadSize);
            Add($"blk.{layer}.attn_k_norm.weight", GgmlType.F32, shape.HeadSize);
            Add($"blk.{layer}.ffn_norm.weight", GgmlType.F32, shape.HiddenSize);
            Add($"blk.{layer}.ffn_gate.weight", GgmlType.Q4_K, shape.HiddenSize, shape.FeedForwardSize);
            Add($"blk.{layer}.ffn_up.weight", GgmlType.Q4_K, shape.HiddenSize, shape.FeedForwardSize);
            Add($"blk.{layer}.ffn_down.weight", GgmlType.Q4_K, shape.FeedForwardSize, shape.HiddenSize);
        }

        Add("output_norm.weight", GgmlType.F32, shape.HiddenSize);
        var header = writer.Header();
        using var file = File.Create(path);
        file.Write(header);
        file.SetLength(header.Length + offset);

        void Add(string name, GgmlType type, params long[] dimensions)
        {
            type = isFloat ? GgmlType.F32 : type;
            writer.Tensor(name, (uint)type, dimensions, data: [], (ulong)offset);
            offset += (BlockFormat.Find(type)!.ByteLength(dimensions.Aggregate(1L, (product, length) => product * length)) + 31) / 32 * 32;
        }
    }

    private static ModelShape Shape(int layers, int hidden, int feedForward, int heads) => new()
    {
        LayerCount = layers,
        HiddenSize = hidden,
        FeedForwardSize = feedForward,
        HeadCount = heads,
        KeyValueHeadCount = 8,
        HeadSize = 128,
        ContextLength = 32768,
        VocabularySize = 151_669,
    };
}
