using System.Numerics;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>The alignment of the tensor data.</summary>
internal static class GgufAlignment
{
    private const string Key = "general.alignment";
    private const uint DefaultAlignment = 32;

    // Floats need an alignment of 4; more than a large memory page has no use.
    private const uint MinAlignment = 4;
    private const uint MaxAlignment = 1 << 24;

    public static uint Of(GgufMetadata metadata)
    {
        if (!metadata.TryGetUInt32(Key, out var alignment))
        {
            return DefaultAlignment;
        }

        if (!BitOperations.IsPow2(alignment) || alignment < MinAlignment || alignment > MaxAlignment)
        {
            GgufThrow.InvalidModel_OutOfRange(metadata.Path, Key, alignment, $"a power of two from {MinAlignment} to {MaxAlignment}");
        }

        return alignment;
    }
}
