using System.Globalization;
using System.Runtime.InteropServices;
using Qwen3.Connectors.Inference.Formats;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Fuzz.Mutation;

/// <summary>Creates files that are correct GGUF and wrong in content: numbers of the header, products of them, combinations of keys, and sparse files of absurd shapes.</summary>
/// <remarks>Tensors follow the mutated numbers or contradict them. Small files have weights, large ones are holes.</remarks>
public static class StructuredMutator
{
    private const long MaxLength = 128L << 20;
    private const long MaxFilled = 1L << 20;

    private static readonly TinyQwen3 s_vocabulary = new(new() { Layers = 1, Hidden = 32, Heads = 1, KvHeads = 1, HeadDim = 32, Ffn = 32 });

    // Values around the powers of two where products overflow 32 bits, and around the limits of the engine.
    private static readonly long[] s_numbers =
    [
        0, 1, 2, 3, 7, 8, 31, 32, 33, 64, 96, 127, 128, 255, 256, 257, 511, 512, 1000, 1024, 4095, 4096, 4097, 16384, 65535, 65536, 65537, 1 << 18, (1 << 18) + 1,
        1 << 20, (1 << 20) + 1, (1 << 24) - 1, 1 << 24, (1 << 24) + 1, 1 << 28, 1 << 30, int.MaxValue, 1L << 31, uint.MaxValue, 1L << 32, (1L << 32) + 1, long.MaxValue, -1,
    ];

    private static readonly double[] s_floats =
        [0, 1, -1, 0.5, 4, 8, 512, 1e-6, 1e-5, 1e-12, 1e-30, 1e6, 1e4, 1e9, 1e30, 1e300, double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    private static readonly string[] s_texts =
        ["", "none", "linear", "yarn", "longrope", "qwen3", "Qwen3 Embedding", "Qwen3 Reranker", "Embedding Reranker", "\u0001\u001b[2J", "yes", "no", "gpt2", "qwen2", "llama"];

    private static readonly string[] s_keys =
    [
        "qwen3.attention.causal", "qwen3.rope.scaling.type", "qwen3.rope.scaling.factor", "qwen3.rope.scale_linear", "qwen3.rope.dimension_count", "qwen3.attention.sliding_window",
        "qwen3.attention.clamp_kqv", "qwen3.attention.scale", "qwen3.rope.dimension_sections", "qwen3.use_parallel_residual", "qwen3.expert_count", "qwen3.logit_scale",
        "qwen3.pooling_type", "qwen3.classifier.output_labels", "qwen3.rope.freq_base", "qwen3.attention.layer_norm_rms_epsilon", "qwen3.attention.key_length",
        "qwen3.attention.value_length", "qwen3.vocab_size", "general.name", "general.basename", "general.alignment", "split.count", "tokenizer.ggml.add_eos_token",
    ];

    private static readonly uint[] s_types =
        [(uint)GgmlType.F32, (uint)GgmlType.F32, (uint)GgmlType.F16, (uint)GgmlType.Q8_0, (uint)GgmlType.Q4_0, (uint)GgmlType.IQ4_NL, (uint)GgmlType.Q4_K, (uint)GgmlType.IQ1_S];

    /// <summary>Creates the file of a seed; the same seed gives the same file.</summary>
    /// <param name="seed">Any number.</param>
    public static FuzzFile Create(int seed)
    {
        var random = new Random(seed);
        var shape = StructuredShape.Small(random);
        var header = Mutate(random, shape);

        // Tensors that have the mutated numbers get past the checks; those that do not must be refused.
        var tensors = random.Next(2) == 0 ? header : shape;
        var writer = new GgufWriter().CopyKeys(s_vocabulary.Writer, key => !key.StartsWith("qwen3.", StringComparison.Ordinal));
        var extra = Extra(random);
        PutShape(writer, header, extra.Keys);
        foreach (var put in extra.Values)
        {
            put(writer);
        }

        var (length, isFilled) = AddTensors(random, writer, tensors);
        var content = isFilled ? writer.ToArray() : writer.Header();
        return new FuzzFile($"structured, {header}{(ReferenceEquals(header, tensors) ? "" : " and tensors of another shape")}", content, isFilled ? content.Length : Math.Min(content.Length + length, MaxLength));
    }

    private static StructuredShape Mutate(Random random, StructuredShape shape)
    {
        for (var changes = random.Next(4); changes > 0; changes--)
        {
            var value = s_numbers[random.Next(s_numbers.Length)];
            shape = random.Next(7) switch
            {
                0 => shape with { Layers = value },
                1 => shape with { Hidden = value },
                2 => shape with { FeedForward = value },
                3 => shape with { Heads = value },
                4 => shape with { Heads = value, KeyHeads = value },
                5 => shape with { HeadSize = value },
                _ => shape with { Context = value },
            };
        }

        return shape;
    }

    private static void PutShape(GgufWriter writer, StructuredShape shape, ICollection<string> replaced)
    {
        Put("qwen3.block_count", shape.Layers);
        Put("qwen3.embedding_length", shape.Hidden);
        Put("qwen3.feed_forward_length", shape.FeedForward);
        Put("qwen3.attention.head_count", shape.Heads);
        Put("qwen3.attention.head_count_kv", shape.KeyHeads);
        Put("qwen3.context_length", shape.Context);
        if (!replaced.Contains("qwen3.attention.layer_norm_rms_epsilon"))
        {
            writer.Put("qwen3.attention.layer_norm_rms_epsilon", 1e-6f);
        }

        void Put(string key, long value)
        {
            if (value is >= 0 and <= uint.MaxValue)
            {
                writer.Put(key, (uint)value);
            }
            else
            {
                writer.Put(key, value);
            }
        }
    }

    private static Dictionary<string, Action<GgufWriter>> Extra(Random random)
    {
        var extra = new Dictionary<string, Action<GgufWriter>>();
        for (var keys = random.Next(4); keys > 0; keys--)
        {
            var key = s_keys[random.Next(s_keys.Length)];
            var number = s_numbers[random.Next(s_numbers.Length)];
            var real = s_floats[random.Next(s_floats.Length)];
            var text = s_texts[random.Next(s_texts.Length)];
            extra[key] = random.Next(8) switch
            {
                0 => writer => writer.Put(key, unchecked((uint)number)),
                1 => writer => writer.Put(key, number),
                2 => writer => writer.Put(key, (float)real),
                3 => writer => writer.Put(key, real),
                4 => writer => writer.Put(key, text),
                5 => writer => writer.Put(key, number % 2 == 0),
                6 => writer => writer.PutArray(key, text, "no"),
                _ => writer => writer.PutArray(key, unchecked((int)number), 0),
            };
        }

        return extra;
    }

    private static (long Length, bool IsFilled) AddTensors(Random random, GgufWriter writer, StructuredShape shape)
    {
        var type = s_types[random.Next(s_types.Length)];
        var tensors = shape.Tensors(s_vocabulary.Vocabulary.Tokens.Length, hasHead: random.Next(3) == 0).ToArray();
        var places = new List<(string Name, uint Type, long[] Dimensions, long Bytes)>();
        foreach (var (name, dimensions) in tensors)
        {
            var tensorType = dimensions.Length == 1 ? (uint)GgmlType.F32 : type;
            var format = BlockFormat.Find((GgmlType)tensorType)!;
            var values = dimensions.Aggregate((Int128)1, (product, length) => product * Math.Max(0, length));
            var bytes = values / format.BlockLength * (Int128)format.ByteLength(format.BlockLength);
            places.Add((name, tensorType, dimensions, (long)Int128.Min(bytes, 1L << 40)));
        }

        var isFilled = type == (uint)GgmlType.F32 && places.Sum(place => place.Bytes) <= MaxFilled;
        var offset = 0L;
        foreach (var (name, tensorType, dimensions, bytes) in places)
        {
            if (isFilled)
            {
                var values = Enumerable.Range(0, (int)(bytes / sizeof(float))).Select(i => ((i * 7) % 13 - 6) / 100f).ToArray();
                writer.Tensor(name, tensorType, dimensions, MemoryMarshal.AsBytes<float>(values).ToArray());
            }
            else
            {
                writer.Tensor(name, tensorType, dimensions, [], (ulong)offset);
                offset += (bytes + 31) / 32 * 32;
            }
        }

        return (offset, isFilled);
    }
}
