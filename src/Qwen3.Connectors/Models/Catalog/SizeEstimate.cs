namespace Qwen3.Connectors.Models.Catalog;

/// <summary>The length of a file from its shape and the mix of formats that llama-quantize gives each kind of matrix.</summary>
internal static class SizeEstimate
{
    /// <summary>Tokens and merges as text, which make up nearly all of a header.</summary>
    private const long HeaderBytes = 6_000_000;

    private const double Q6KBits = 6.5625;

    /// <param name="shape">The network.</param>
    /// <param name="quantization">The mix.</param>
    /// <param name="hasHead">Whether an untied model's file holds the language model's head.</param>
    public static long Bytes(OfficialShape shape, string quantization, bool hasHead)
    {
        var (common, value, down, output, embedding) = Bits(quantization);
        double hidden = shape.Hidden;
        var layer = (hidden * (shape.QueryWidth + OfficialShape.KeyWidth + (2.0 * shape.FeedForward)) * common)
            + (hidden * OfficialShape.KeyWidth * value)
            + (hidden * shape.FeedForward * down)
            + (hidden * shape.QueryWidth * output);
        var tables = hidden * OfficialShape.Vocabulary * embedding * (hasHead && !shape.IsTied ? 2 : 1);
        return (long)(((shape.Layers * layer) + tables) / 8) + HeaderBytes;
    }

    /// <summary>Bits a weight: of most matrices, of those of values, of the way down, of attention's output, and of the token embedding.</summary>
    private static (double Common, double Value, double Down, double Output, double Embedding) Bits(string quantization) => quantization switch
    {
        "F16" => (16, 16, 16, 16, 16),
        "Q8_0" => (8.5, 8.5, 8.5, 8.5, 8.5),
        "Q6_K" => (Q6KBits, Q6KBits, Q6KBits, Q6KBits, Q6KBits),
        "Q5_0" => (5.5, 5.5, 5.5, 5.5, Q6KBits),

        // Every other layer's values and way down are Q6_K.
        "Q5_K_M" => (5.5, (5.5 + Q6KBits) / 2, (5.5 + Q6KBits) / 2, 5.5, Q6KBits),
        "Q4_K_M" => (4.5, (4.5 + Q6KBits) / 2, (4.5 + Q6KBits) / 2, 4.5, Q6KBits),
        "Q3_K_M" => (3.4375, 4.5, 4.5, 4.5, Q6KBits),
        _ => throw new InvalidOperationException($"No bits for the quantisation '{quantization}'. This is a bug."),
    };
}
