namespace Qwen3.Connectors.Fuzz.Mutation;

/// <summary>The numbers of a header in 64 bits, plausible or not.</summary>
internal sealed record StructuredShape(long Layers, long Hidden, long FeedForward, long Heads, long KeyHeads, long HeadSize, long Context)
{
    // An absurd number of layers need not all be there: the first that is missing is refused.
    private const int MaxLayers = 64;

    /// <summary>Returns a shape that loads.</summary>
    public static StructuredShape Small(Random random) => new(
        Layers: random.Next(1, 3), Hidden: 32 << random.Next(0, 4), FeedForward: 32 << random.Next(0, 4), Heads: 2, KeyHeads: random.Next(1, 3), HeadSize: 32, Context: 32768);

    /// <summary>Returns the names and dimensions of all tensors, with products in 64 bits that wrap around.</summary>
    public IEnumerable<(string Name, long[] Dimensions)> Tensors(int vocabulary, bool hasHead)
    {
        var (queries, keys) = unchecked((Heads * HeadSize, KeyHeads * HeadSize));
        yield return ("token_embd.weight", [Hidden, vocabulary]);
        for (var layer = 0; layer < Math.Clamp(Layers, 0, MaxLayers); layer++)
        {
            yield return ($"blk.{layer}.attn_norm.weight", [Hidden]);
            yield return ($"blk.{layer}.attn_q.weight", [Hidden, queries]);
            yield return ($"blk.{layer}.attn_k.weight", [Hidden, keys]);
            yield return ($"blk.{layer}.attn_v.weight", [Hidden, keys]);
            yield return ($"blk.{layer}.attn_output.weight", [queries, Hidden]);
            yield return ($"blk.{layer}.attn_q_norm.weight", [HeadSize]);
            yield return ($"blk.{layer}.attn_k_norm.weight", [HeadSize]);
            yield return ($"blk.{layer}.ffn_norm.weight", [Hidden]);
            yield return ($"blk.{layer}.ffn_gate.weight", [Hidden, FeedForward]);
            yield return ($"blk.{layer}.ffn_up.weight", [Hidden, FeedForward]);
            yield return ($"blk.{layer}.ffn_down.weight", [FeedForward, Hidden]);
        }

        yield return ("output_norm.weight", [Hidden]);
        if (hasHead)
        {
            yield return ("cls.output.weight", [Hidden, 2]);
        }
    }
}
