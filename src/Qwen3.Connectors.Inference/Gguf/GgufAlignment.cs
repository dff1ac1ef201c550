using System.Numerics;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>The alignment of the tensor data.</summary>
internal static class GgufAlignment
{
    private const string Key = "general.alignment";
    private const uint Default = 32;

    // Below 4 a float would straddle its own size; above a large memory page nobody gains anything.
    private const uint Least = 4;
    private const uint Most = 1 << 24;

    public static uint Of(GgufMetadata metadata)
    {
        if (!metadata.TryGetUInt32(Key, out var alignment))
        {
            return Default;
        }

        if (!BitOperations.IsPow2(alignment) || alignment < Least || alignment > Most)
        {
            GgufThrow.InvalidModel_OutOfRange(metadata.Path, Key, alignment, $"a power of two from {Least} to {Most}");
        }

        return alignment;
    }
}
