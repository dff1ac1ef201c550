using Qwen3.Connectors.Inference.Loading;

namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>Names in model files.</summary>
internal static class HeaderKeys
{
    public const string Pooling = ModelKindEvidence.PoolingKey;
    public const long LastTokenPooling = 3;
    public const long RankPooling = 4;
    public const string AddsEnd = "tokenizer.ggml.add_eos_token";
    public const string EndId = "tokenizer.ggml.eos_token_id";
    public const string RopeBase = "qwen3.rope.freq_base";
    public const string Context = "qwen3.context_length";
    public const string Labels = "qwen3.classifier.output_labels";
    public const string Tokens = "tokenizer.ggml.tokens";
    public const string Merges = "tokenizer.ggml.merges";
    public const string ConvertedHead = ModelKindEvidence.ClassifierHead;
    public const string TokenEmbedding = "token_embd.weight";

    /// <summary>As long as a head in every Qwen3 file; the keys for the head size are missing in some.</summary>
    public const string QueryNorm = "blk.0.attn_q_norm.weight";

    /// <summary>Layers, hidden size, heads, key heads, feed-forward.</summary>
    public static readonly string[] Shape = ["block_count", "embedding_length", "attention.head_count", "attention.head_count_kv", "feed_forward_length"];
}
