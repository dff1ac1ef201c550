using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Tests.Gguf;

/// <summary>Damaged files: opening one and touching all that it shows gives a result or an <see cref="InvalidModelException"/>, and takes little memory.</summary>
public class GgufFuzzTests
{
    // Offset tables, names and messages: a few times the header of some 15 KB. A count that was believed would be far above it.
    private const long MaxAllocated = 1 << 20;

    private static readonly TinyQwen3Options Small = new() { Layers = 1, Hidden = 8, Heads = 2, KvHeads = 1, HeadDim = 4, Ffn = 8 };

    private static readonly ulong[] Numbers =
    [
        0, 1, 2, 3, 4, 5, 8, 9, 31, 32, 0x7F, 0xFF, 1 << 16, int.MaxValue, 1UL << 31, uint.MaxValue, 1UL << 32, 1UL << 40, 1UL << 62, long.MaxValue,
        1UL << 63, ulong.MaxValue - 31, ulong.MaxValue,
    ];

    /// <summary>How many files of each kind; <c>QWEN3_FUZZ_FILES</c> sets more for a long run.</summary>
    private static int Files => int.TryParse(Environment.GetEnvironmentVariable("QWEN3_FUZZ_FILES"), out var files) ? files : 2000;

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        var whole = new TinyQwen3(Small).ToArray();
        for (var part = 0; part < 64; part++)
        {
            Refusal.Of(whole[..(whole.Length * part / 64)], part == 0 ? "empty" : "truncated");
        }
    }

    [Fact]
    public void A_header_cut_at_any_byte_is_refused()
    {
        var header = new GgufWriter().Put("a", 1u).Put("text", "text").PutArray("texts", "a", "bc").PutArray("numbers", 1, 2).Put("flag", true)
            .Tensor("tensor", [3, 2], new float[6]).Header();
        for (var length = 0; length <= header.Length; length++)
        {
            Assert.NotNull(Refusal.Of(header[..length]).Advice);
        }
    }

    [Fact]
    public void Flipped_bits_in_the_header_do_no_harm() => Fuzz(seed: 1, (random, header) =>
    {
        for (var flips = random.Next(1, 5); flips > 0; flips--)
        {
            header[random.Next(header.Length)] ^= (byte)(1 << random.Next(8));
        }
    });

    [Fact]
    public void Other_bytes_in_the_header_do_no_harm() => Fuzz(seed: 2, (random, header) =>
    {
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            header[random.Next(header.Length)] = (byte)random.Next(256);
        }
    });

    [Fact]
    public void Absurd_numbers_in_the_header_do_no_harm() => Fuzz(seed: 3, (random, header) =>
    {
        var number = BitConverter.GetBytes(Numbers[random.Next(Numbers.Length)]);
        number.AsSpan(0, random.Next(2) == 0 ? 4 : 8).CopyTo(header[random.Next(header.Length - 8)..]);
    });

    [Fact]
    public void Moved_pieces_of_the_header_do_no_harm() => Fuzz(seed: 4, (random, header) =>
    {
        var length = random.Next(1, 200);
        header.Slice(random.Next(header.Length - length), length).ToArray().CopyTo(header[random.Next(header.Length - length)..]);
    });

    private delegate void Damage(Random random, Span<byte> header);

    private static void Fuzz(int seed, Damage damage)
    {
        // A vocabulary takes most of a header, so half of the files have almost none and the damage hits structure.
        var model = new TinyQwen3(Small);
        Fuzz(new Random(seed), model.ToArray(), model.Writer.Header().Length, damage);
        var structure = new GgufWriter().Put("general.architecture", "qwen3").Put("qwen3.block_count", 1u).Align(8).Put("qwen3.rope.freq_base", 1e6f)
            .PutArray("tokenizer.ggml.tokens", "a", "b", "ab").PutArray("tokenizer.ggml.token_type", 1, 1, 1).Put("tokenizer.ggml.add_eos_token", true)
            .Tensor("token_embd.weight", [4, 3], new float[12]).Tensor("output_norm.weight", [4], new float[4]);
        Fuzz(new Random(seed + 100), structure.ToArray(), structure.Header().Length, damage);
    }

    private static void Fuzz(Random random, byte[] whole, int headerLength, Damage damage)
    {
        using var file = new TemporaryFile();
        var content = new byte[whole.Length];
        for (var i = 0; i < Files / 2; i++)
        {
            whole.CopyTo(content, 0);
            damage(random, content.AsSpan(0, headerLength));
            File.WriteAllBytes(file.Path, content);
            var before = GC.GetAllocatedBytesForCurrentThread();
            OpenAndTouch(file.Path);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocated);
        }
    }

    private static unsafe void OpenAndTouch(string path)
    {
        try
        {
            using var file = GgufFile.Open(path);
            foreach (var key in file.Metadata.Keys)
            {
                Assert.NotEmpty(MetadataText.Of(file.Metadata, key));
            }

            if (file.Metadata.TryGetStrings("tokenizer.ggml.tokens", out var tokens))
            {
                Assert.True(tokens.Count == 0 || tokens[tokens.Count - 1].Length >= 0);
            }

            // Reading outside of the mapping ends the process.
            Assert.All(file.Tensors.Values, tensor => Assert.True((tensor.Data[0] | tensor.Data[tensor.ByteLength - 1]) >= 0));
        }
        catch (InvalidModelException exception)
        {
            Assert.Equal(path, exception.Path);
        }
    }
}
