using System.Globalization;
using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Inference.Loading;

/// <summary>Refuses metadata that changes the computation in a way that this engine does not implement. Ignoring it would give other vectors without a message.</summary>
internal static class ArchitectureKeys
{
    private const string Prefix = "qwen3.";
    private const string Advice = "Choose a Qwen3-Embedding or Qwen3-Reranker file, or convert the model again with a current llama.cpp.";
    private const string NotScaled = "none: the Qwen3 embedding and reranking models are not scaled";
    private const string ScalingAdvice = "Choose a file without it, or convert the model again without a longer context.";

    // Keys whose value must be one that changes nothing. 0 switches the feature off in GGUF files; a factor of 1 has no effect.
    private static readonly (string Key, double[] Neutral, string Meaning)[] s_numbers =
    [
        ("attention.clamp_kqv", [0], "clamped queries, keys and values"),
        ("attention.max_alibi_bias", [0], "ALiBi position biases"),
        ("attention.temperature_scale", [0, 1], "a temperature that scales attention"),
        ("attention.temperature_length", [0], "a temperature that scales attention"),
        ("attention.output_scale", [0, 1], "scaled attention output"),
        ("attention.value_scale", [0, 1], "scaled values"),
        ("attention.q_lora_rank", [0], "low-rank queries"),
        ("attention.kv_lora_rank", [0], "low-rank keys and values"),
        ("attention.relative_buckets_count", [0], "relative position buckets"),
        ("attn_logit_softcapping", [0], "a soft cap of attention scores"),
        ("final_logit_softcapping", [0], "a soft cap of logits"),
        ("router_logit_softcapping", [0], "a mixture of experts"),
        ("expert_count", [0], "a mixture of experts"),
        ("expert_used_count", [0], "a mixture of experts"),
        ("embedding_scale", [0, 1], "scaled embeddings"),
        ("residual_scale", [0, 1], "scaled residuals"),
        ("logit_scale", [0, 1], "scaled logits"),
        ("rope.scale_linear", [0, 1], "linear rope scaling"),
        ("rope.scaling.attn_factor", [0, 1], "attention scaled with the rope"),
        ("rope.scaling.yarn_ext_factor", [0], "YaRN rope scaling"),
        ("rope.scaling.yarn_attn_factor", [0, 1], "YaRN rope scaling"),
    ];

    /// <exception cref="InvalidModelException">A key changes the computation.</exception>
    public static void Require(GgufFile file, ModelShape shape)
    {
        foreach (var (key, neutral, meaning) in s_numbers)
        {
            if (ReadNumber(file, key) is { } value && !neutral.Contains(value))
            {
                throw Refuse(file, key, value, string.Join(" or ", neutral.Select(Text)), $"this engine does not compute {meaning}");
            }
        }

        RequireFlag(file, "attention.causal", required: true, "the model attends in both directions, and this engine computes causal attention only");
        RequireFlag(file, "use_parallel_residual", required: false, "this engine computes attention and feed-forward one after the other");
        RequireNoSlidingWindow(file, shape.ContextLength);
        RequireEqual(file, "rope.dimension_count", shape.HeadSize, "this engine rotates all features of a head");
        RequireAttentionScale(file, shape.HeadSize);
        RequireNoSections(file);
        RequireNoRopeScaling(file);
    }

    private static void RequireFlag(GgufFile file, string key, bool required, string reason)
    {
        if (file.Metadata.TryGetBool(Prefix + key, out var value) && value != required)
        {
            throw Refuse(file, key, value ? "true" : "false", required ? "true" : "false", reason);
        }
    }

    private static void RequireEqual(GgufFile file, string key, int expected, string reason)
    {
        if (ReadNumber(file, key) is { } value && value != 0 && value != expected)
        {
            throw Refuse(file, key, value, $"the head size, {expected}", reason);
        }
    }

    /// <summary>A window as long as the context hides nothing.</summary>
    private static void RequireNoSlidingWindow(GgufFile file, int contextLength)
    {
        if (ReadNumber(file, "attention.sliding_window") is { } window && window != 0 && !(window >= contextLength))
        {
            throw Refuse(file, "attention.sliding_window", window, "0 or the context length", "this engine does not compute sliding window attention");
        }
    }

    /// <summary>Qwen3 divides scores by the square root of the head size; files that say so are right, and 0 stands for this default.</summary>
    private static void RequireAttentionScale(GgufFile file, int headSize)
    {
        var expected = 1 / Math.Sqrt(headSize);
        if (ReadNumber(file, "attention.scale") is { } scale && scale != 0 && !(Math.Abs(scale - expected) <= 1e-3 * expected))
        {
            throw Refuse(file, "attention.scale", scale, Text(expected), "this engine scales attention by the square root of the head size");
        }
    }

    private static void RequireNoSections(GgufFile file)
    {
        if (file.Metadata.Contains($"{Prefix}rope.dimension_sections") && file.Metadata.GetInt32s($"{Prefix}rope.dimension_sections").Any(section => section != 0))
        {
            throw Refuse(file, "rope.dimension_sections", "positions in several sections", "none", "this engine computes one position per token");
        }
    }

    /// <summary>A factor counts without a type too: readers of GGUF files take a missing type for linear scaling.</summary>
    private static void RequireNoRopeScaling(GgufFile file)
    {
        var factor = ReadNumber(file, "rope.scaling.factor");
        var type = file.Metadata.TryGetString($"{Prefix}rope.scaling.type", out var text) ? text : null;
        var isNeutralType = type is null or "" or "none" || (type == "linear" && factor is 0 or 1);
        if (!isNeutralType)
        {
            throw new InvalidModelException(file.Path, $"rope scaling '{GgufText.Printable(type!)}'", NotScaled, ScalingAdvice);
        }

        if (factor is not (null or 0 or 1) && type != "none")
        {
            throw new InvalidModelException(file.Path, $"rope scaling by {Prefix}rope.scaling.factor = {Text(factor.Value)}", NotScaled, ScalingAdvice);
        }
    }

    /// <summary>An integer or a floating point number; null where the key is absent.</summary>
    private static double? ReadNumber(GgufFile file, string key) => file.Metadata.TryGetNumber(Prefix + key, out var value) ? value : null;

    private static InvalidModelException Refuse(GgufFile file, string key, double found, string expected, string reason) =>
        Refuse(file, key, Text(found), expected, reason);

    private static InvalidModelException Refuse(GgufFile file, string key, string found, string expected, string reason) =>
        new(file.Path, $"{Prefix}{key} = {found}", $"{expected}: {reason}", Advice);

    private static string Text(double value) => value.ToString("G7", CultureInfo.InvariantCulture);
}
