using System.Runtime.InteropServices;
using Qwen3.Connectors.Inference.Formats;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>
/// A model file with the network of Qwen3-Embedding-0.6B and a small vocabulary. All matrices are zero and in the smallest format, so that
/// the file has about 90 MB, of which only the first few are not zero.
/// </summary>
internal static class CatalogShapedFile
{
    private const int Layers = 28;
    private const int Hidden = 1024;
    private const int Heads = 16;
    private const int KeyValueHeads = 8;
    private const int HeadSize = 128;
    private const int FeedForward = 3072;

    // A block of IQ1_S has 256 values in 50 bytes.
    private const int BlockValues = 256;
    private const int BlockBytes = 50;

    private static readonly Dictionary<long, byte[]> s_zeros = [];

    /// <summary>The file's content.</summary>
    public static byte[] Bytes { get; } = Create();

    /// <summary>Writes the file without its zeros, which file systems do not store.</summary>
    public static void Save(string path)
    {
        using var stream = File.Create(path);
        stream.Write(Bytes.AsSpan(0, Bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 1));
        stream.SetLength(Bytes.Length);
    }

    private static byte[] Create()
    {
        var tiny = new TinyQwen3();
        var writer = new GgufWriter().CopyKeys(tiny.Writer, key => !key.StartsWith("qwen3.", StringComparison.Ordinal))
            .Put("qwen3.block_count", (uint)Layers)
            .Put("qwen3.context_length", 32768u)
            .Put("qwen3.embedding_length", (uint)Hidden)
            .Put("qwen3.feed_forward_length", (uint)FeedForward)
            .Put("qwen3.attention.head_count", (uint)Heads)
            .Put("qwen3.attention.head_count_kv", (uint)KeyValueHeads)
            .Put("qwen3.attention.key_length", (uint)HeadSize)
            .Put("qwen3.attention.value_length", (uint)HeadSize)
            .Put("qwen3.rope.freq_base", 1e6f)
            .Put("qwen3.attention.layer_norm_rms_epsilon", 1e-6f)
            .Put("qwen3.pooling_type", 3u);
        var length = AddSmallTensors(writer, tiny.Vocabulary.Tokens.Length) + AddMatrices(writer);
        var header = writer.Header();
        var bytes = new byte[header.Length + length];
        header.CopyTo(bytes, 0);

        // The tensors are copied one after another, but the matrices are zero already.
        var at = header.Length;
        foreach (var values in SmallTensors(tiny.Vocabulary.Tokens.Length))
        {
            MemoryMarshal.AsBytes<float>(values.Values).CopyTo(bytes.AsSpan(at));
            at += values.Values.Length * sizeof(float);
        }

        return bytes;
    }

    /// <summary>The token embedding and the norms; every length is a multiple of the alignment.</summary>
    private static IEnumerable<(string Name, long[] Dimensions, float[] Values)> SmallTensors(int vocabulary)
    {
        var random = new Random(6);
        float[] embedding = [.. Enumerable.Range(0, Hidden * vocabulary).Select(_ => random.NextSingle() - 0.5f)];
        yield return ("token_embd.weight", [Hidden, vocabulary], embedding);
        yield return Norm("output_norm.weight", Hidden);
        for (var layer = 0; layer < Layers; layer++)
        {
            yield return Norm($"blk.{layer}.attn_norm.weight", Hidden);
            yield return Norm($"blk.{layer}.attn_q_norm.weight", HeadSize);
            yield return Norm($"blk.{layer}.attn_k_norm.weight", HeadSize);
            yield return Norm($"blk.{layer}.ffn_norm.weight", Hidden);
        }
    }

    private static (string Name, long[] Dimensions, float[] Values) Norm(string name, int length) =>
        (name, [length], [.. Enumerable.Repeat(1f, length)]);

    private static long AddSmallTensors(GgufWriter writer, int vocabulary)
    {
        long length = 0;
        foreach (var (name, dimensions, values) in SmallTensors(vocabulary))
        {
            writer.Tensor(name, dimensions, values);
            length += values.Length * sizeof(float);
        }

        return length;
    }

    private static long AddMatrices(GgufWriter writer)
    {
        (string Name, int Columns, int Rows)[] matrices =
        [
            ("attn_q", Hidden, Heads * HeadSize),
            ("attn_k", Hidden, KeyValueHeads * HeadSize),
            ("attn_v", Hidden, KeyValueHeads * HeadSize),
            ("attn_output", Heads * HeadSize, Hidden),
            ("ffn_gate", Hidden, FeedForward),
            ("ffn_up", Hidden, FeedForward),
            ("ffn_down", FeedForward, Hidden),
        ];
        long length = 0;
        foreach (var layer in Enumerable.Range(0, Layers))
        {
            foreach (var (name, columns, rows) in matrices)
            {
                var bytes = (long)columns * rows / BlockValues * BlockBytes;
                writer.Tensor($"blk.{layer}.{name}.weight", (uint)GgmlType.IQ1_S, [columns, rows], Zeros(bytes));
                length += bytes;
            }
        }

        return length;
    }

    private static byte[] Zeros(long length)
    {
        if (!s_zeros.TryGetValue(length, out var zeros))
        {
            s_zeros.Add(length, zeros = new byte[length]);
        }

        return zeros;
    }
}
