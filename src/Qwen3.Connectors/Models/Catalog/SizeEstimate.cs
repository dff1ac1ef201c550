using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Models.Catalog;

/// <summary>Computes the length of a file from its shape and the mix of formats that llama-quantize gives each kind of matrix.</summary>
internal static class SizeEstimate
{
    /// <summary>Tokens and merges as text, which are nearly all of a header.</summary>
    private const long HeaderBytes = 6_000_000;

    private const double Q6KBits = 6.5625;

    /// <param name="shape">The network.</param>
    /// <param name="quantization">The mix.</param>
    /// <param name="hasOwnHead">Whether the file has a language model's head of its own.</param>
    public static long Bytes(ModelShape shape, string quantization, bool hasOwnHead)
    {
        var (common, value, down, output, embedding) = Bits(quantization);
        double hidden = shape.HiddenSize;
        var (queryWidth, keyWidth) = (shape.HeadCount * shape.HeadSize, shape.KeyValueHeadCount * shape.HeadSize);
        var layer = (hidden * (queryWidth + keyWidth + (2.0 * shape.FeedForwardSize)) * common)
            + (hidden * keyWidth * value)
            + (hidden * shape.FeedForwardSize * down)
            + (hidden * queryWidth * output);
        var tables = hidden * shape.VocabularySize * embedding * (hasOwnHead ? 2 : 1);
        return (long)(((shape.LayerCount * layer) + tables) / 8) + HeaderBytes;
    }

    /// <summary>Bits per weight: of most matrices, of those of values, of the down projection, of attention's output, and of the token embedding.</summary>
    private static (double Common, double Value, double Down, double Output, double Embedding) Bits(string quantization) => quantization switch
    {
        "F16" => (16, 16, 16, 16, 16),
        "Q8_0" => (8.5, 8.5, 8.5, 8.5, 8.5),
        "Q6_K" => (Q6KBits, Q6KBits, Q6KBits, Q6KBits, Q6KBits),
        "Q5_0" => (5.5, 5.5, 5.5, 5.5, Q6KBits),

        // In every other layer, values and the down projection are Q6_K.
        "Q5_K_M" => (5.5, (5.5 + Q6KBits) / 2, (5.5 + Q6KBits) / 2, 5.5, Q6KBits),
        "Q4_K_M" => (4.5, (4.5 + Q6KBits) / 2, (4.5 + Q6KBits) / 2, 4.5, Q6KBits),
        "Q3_K_M" => (3.4375, 4.5, 4.5, 4.5, Q6KBits),
        _ => throw new InvalidOperationException($"No bits for the quantization '{quantization}'. This is a bug."),
    };
}
