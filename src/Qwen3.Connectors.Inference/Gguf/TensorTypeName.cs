using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>Names the tensor types that can't be decoded, for messages.</summary>
internal static class TensorTypeName
{
    // ik_llama.cpp numbers its own types from here.
    private const uint FirstOfIkLlama = 97;

    private static readonly Dictionary<uint, string> Removed = new()
    {
        [4] = "Q4_2",
        [5] = "Q4_3",
        [31] = "Q4_0_4_4",
        [32] = "Q4_0_4_8",
        [33] = "Q4_0_8_8",
        [36] = "IQ4_NL_4_4",
        [37] = "IQ4_NL_4_8",
        [38] = "IQ4_NL_8_8",
    };

    /// <summary>Returns the type in words that can follow "of".</summary>
    public static string Describe(uint type) => type switch
    {
        _ when Enum.IsDefined((GgmlType)type) => $"type {(GgmlType)type} ({type})",
        _ when Removed.TryGetValue(type, out var name) => $"type {name} ({type}), which ggml has removed",
        >= FirstOfIkLlama and < 1000 => $"type {type}, which only ik_llama.cpp has",
        _ => $"unknown type {type}",
    };
}
