using Qwen3.Connectors.Inference.Formats;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.Estimation;

/// <summary>A Q8_0 model that is large compared with the runtime's own memory, with the tests' small vocabulary.</summary>
internal static class MidSizeModel
{
    public static void Save(string path, int layers, int hidden, int feedForward, int heads, int keyHeads, int headSize)
    {
        // Keys and vocabulary are those of a tiny model of the same numbers, with weights of its own put in their place.
        var tiny = new TinyQwen3(new() { Layers = 1, Hidden = 8, Heads = 1, KvHeads = 1, HeadDim = 8, Ffn = 8 });
        string[] replaced = ["block_count", "embedding_length", "feed_forward_length", "attention.head_count", "attention.head_count_kv",
            "attention.key_length", "attention.value_length"];
        var writer = new GgufWriter().CopyKeys(tiny.Writer, key => !replaced.Contains(key.Replace("qwen3.", "", StringComparison.Ordinal)))
            .Put("qwen3.block_count", (uint)layers).Put("qwen3.embedding_length", (uint)hidden).Put("qwen3.feed_forward_length",
                (uint)feedForward)
            .Put("qwen3.attention.head_count", (uint)heads).Put("qwen3.attention.head_count_kv", (uint)keyHeads);
        var (queries, keys) = (heads * headSize, keyHeads * headSize);
        Matrix("token_embd.weight", hidden, tiny.Vocabulary.Tokens.Length);
        for (var layer = 0; layer < layers; layer++)
        {
            Norm($"blk.{layer}.attn_norm.weight", hidden);
            Matrix($"blk.{layer}.attn_q.weight", hidden, queries);
            Matrix($"blk.{layer}.attn_k.weight", hidden, keys);
            Matrix($"blk.{layer}.attn_v.weight", hidden, keys);
            Matrix($"blk.{layer}.attn_output.weight", queries, hidden);
            Norm($"blk.{layer}.attn_q_norm.weight", headSize);
            Norm($"blk.{layer}.attn_k_norm.weight", headSize);
            Norm($"blk.{layer}.ffn_norm.weight", hidden);
            Matrix($"blk.{layer}.ffn_gate.weight", hidden, feedForward);
            Matrix($"blk.{layer}.ffn_up.weight", hidden, feedForward);
            Matrix($"blk.{layer}.ffn_down.weight", feedForward, hidden);
        }

        Norm("output_norm.weight", hidden);
        writer.Save(path);

        void Norm(string name, int length) => writer.Tensor(name, [length], [.. Enumerable.Repeat(1f, length)]);

        void Matrix(string name, int rowLength, int rowCount) =>
            writer.Tensor(name, (uint)GgmlType.Q8_0, [rowLength, rowCount], RandomBlocks(rowLength * rowCount / 32, rowLength));
    }

    /// <summary>Random bytes under a scale that makes weights of about 1 / sqrt(row length).</summary>
    private static byte[] RandomBlocks(int count, int rowLength)
    {
        var blocks = new byte[count * 34];
        new Random(rowLength).NextBytes(blocks);
        var scale = BitConverter.GetBytes((Half)(1 / (74 * Math.Sqrt(rowLength))));
        for (var start = 0; start < blocks.Length; start += 34)
        {
            scale.CopyTo(blocks, start);
        }

        return blocks;
    }
}
