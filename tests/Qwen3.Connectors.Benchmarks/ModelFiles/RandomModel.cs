using Qwen3.Connectors.Benchmarks.Inputs;
using Qwen3.Connectors.Inference.Formats;
using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Benchmarks.ModelFiles;

/// <summary>
/// An embedding model with random weights in one format and the vocabulary of the bundled model, padded with unused tokens.
/// </summary>
internal sealed class RandomModel(NetworkShape shape, BlockFormat format)
{
    private const int Normal = 1, Unused = 5;

    public void Write(Stream stream)
    {
        using var bundled = GgufFile.Open(BenchmarkFiles.Embedding);
        var writer = new ModelFileWriter(stream);
        WriteNetworkKeys(writer);
        WriteTokenizerKeys(writer, bundled);
        foreach (var (name, rowLength, rowCount) in Tensors())
        {
            writer.AddTensor(name, rowCount == 1 ? GgmlType.F32 : format.Type, rowLength, rowCount);
        }

        writer.WriteHeader();
        var weights = RandomWeights.CreateBlocks(format);
        foreach (var (_, rowLength, rowCount) in Tensors())
        {
            writer.WriteTensor(rowCount == 1 ? Ones(rowLength) : weights);
        }
    }

    private static byte[] Ones(int count) => [.. Enumerable.Repeat(BitConverter.GetBytes(1f), count).SelectMany(bytes => bytes)];

    private IEnumerable<(string Name, int RowLength, int RowCount)> Tensors()
    {
        yield return ("token_embd.weight", shape.Hidden, NetworkShape.Vocabulary);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            yield return ($"blk.{layer}.attn_norm.weight", shape.Hidden, 1);
            yield return ($"blk.{layer}.attn_q.weight", shape.Hidden, shape.QueryWidth);
            yield return ($"blk.{layer}.attn_k.weight", shape.Hidden, shape.KeyWidth);
            yield return ($"blk.{layer}.attn_v.weight", shape.Hidden, shape.KeyWidth);
            yield return ($"blk.{layer}.attn_output.weight", shape.QueryWidth, shape.Hidden);
            yield return ($"blk.{layer}.attn_q_norm.weight", NetworkShape.HeadSize, 1);
            yield return ($"blk.{layer}.attn_k_norm.weight", NetworkShape.HeadSize, 1);
            yield return ($"blk.{layer}.ffn_norm.weight", shape.Hidden, 1);
            yield return ($"blk.{layer}.ffn_gate.weight", shape.Hidden, shape.FeedForward);
            yield return ($"blk.{layer}.ffn_up.weight", shape.Hidden, shape.FeedForward);
            yield return ($"blk.{layer}.ffn_down.weight", shape.FeedForward, shape.Hidden);
        }

        yield return ("output_norm.weight", shape.Hidden, 1);
    }

    private void WriteNetworkKeys(ModelFileWriter writer)
    {
        writer.AddKey("general.architecture", "qwen3");
        writer.AddKey("general.type", "model");
        writer.AddKey("general.name", $"Random weights {shape.Name} {format.Type}");
        writer.AddKey("qwen3.block_count", (uint)shape.Layers);
        writer.AddKey("qwen3.context_length", NetworkShape.ContextLength);
        writer.AddKey("qwen3.embedding_length", (uint)shape.Hidden);
        writer.AddKey("qwen3.feed_forward_length", (uint)shape.FeedForward);
        writer.AddKey("qwen3.attention.head_count", (uint)shape.Heads);
        writer.AddKey("qwen3.attention.head_count_kv", (uint)shape.KeyHeads);
        writer.AddKey("qwen3.attention.key_length", NetworkShape.HeadSize);
        writer.AddKey("qwen3.attention.value_length", NetworkShape.HeadSize);
        writer.AddKey("qwen3.rope.freq_base", 1e6f);
        writer.AddKey("qwen3.attention.layer_norm_rms_epsilon", 1e-6f);
        writer.AddKey("qwen3.pooling_type", 3u);
        writer.AddKey("general.quantization_version", 2u);
    }

    private static void WriteTokenizerKeys(ModelFileWriter writer, GgufFile bundled)
    {
        var tokens = Strings(bundled, "tokenizer.ggml.tokens");
        var types = bundled.Metadata.TryGetInt32s("tokenizer.ggml.token_type", out var known) ? known : [.. tokens.Select(_ => Normal)];
        var padding = Enumerable.Range(tokens.Count, NetworkShape.Vocabulary - tokens.Count).ToList();
        writer.AddKey("tokenizer.ggml.model", "gpt2");
        writer.AddKey("tokenizer.ggml.pre", "qwen2");
        writer.AddKey("tokenizer.ggml.tokens", [.. tokens, .. padding.Select(id => System.Text.Encoding.UTF8.GetBytes($"[PAD{id}]"))]);
        writer.AddKey("tokenizer.ggml.token_type", (int[])[.. types, .. padding.Select(_ => Unused)]);
        writer.AddKey("tokenizer.ggml.merges", Strings(bundled, "tokenizer.ggml.merges"));
        writer.AddKey("tokenizer.ggml.add_eos_token", true);
        var endOfText = (uint)tokens.FindIndex(token => token.AsSpan().SequenceEqual("<|endoftext|>"u8));
        writer.AddKey("tokenizer.ggml.eos_token_id", endOfText);
        writer.AddKey("tokenizer.ggml.padding_token_id", endOfText);
    }

    private static List<byte[]> Strings(GgufFile file, string key)
    {
        if (!file.Metadata.TryGetStrings(key, out var strings))
        {
            throw new InvalidOperationException($"{file.Path} has no {key}; a model with a vocabulary was expected.");
        }

        return [.. Enumerable.Range(0, strings.Count).Select(i => strings[i].ToArray())];
    }
}
