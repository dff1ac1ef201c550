using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Loading;
using Qwen3.Connectors.Models.Verification.Checks;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.Models.Verification;

/// <summary>Which model a file is taken for. The files here have headers of the real shapes and next to no weights.</summary>
public class RecognitionTests
{
    [Theory]
    [InlineData("Qwen3 Embedding 0.6B", 28, 1024, 16, 3072, 3u, "Qwen3-Embedding-0.6B")]
    [InlineData("qwen3-embedding-0.6b", 28, 1024, 16, 3072, null, "Qwen3-Embedding-0.6B")]
    [InlineData("Embedding 4B", 36, 2560, 32, 9728, 3u, "Qwen3-Embedding-4B")]
    [InlineData("Qwen3 Embedding 8B", 36, 4096, 32, 12288, 3u, "Qwen3-Embedding-8B")]
    [InlineData("Qwen3 Reranker 0.6B", 28, 1024, 16, 3072, 4u, "Qwen3-Reranker-0.6B")]
    [InlineData("Qwen3 Reranker 4B", 36, 2560, 32, 9728, null, "Qwen3-Reranker-4B")]
    [InlineData("model", 36, 4096, 32, 12288, 4u, "Qwen3-Reranker-8B")]
    [InlineData("model", 28, 1024, 16, 3072, 3u, "Qwen3-Embedding-0.6B")]
    [InlineData("Qwen3 0.6B", 28, 1024, 16, 3072, null, null)]
    [InlineData("Qwen3 Embedding 0.6B", 27, 1024, 16, 3072, 3u, null)]
    public void A_model_is_recognised_by_shape_and_purpose(string name, int layers, int hidden, int heads, int feedForward, uint? pooling, string? expected)
    {
        var writer = new GgufWriter().Put("general.architecture", "qwen3").Put("general.name", name)
            .Put("qwen3.block_count", (uint)layers).Put("qwen3.embedding_length", (uint)hidden).Put("qwen3.attention.head_count", (uint)heads)
            .Put("qwen3.attention.head_count_kv", 8u).Put("qwen3.feed_forward_length", (uint)feedForward)
            .Tensor("blk.0.attn_q_norm.weight", [128], new float[128]);
        if (pooling is not null)
        {
            writer.Put("qwen3.pooling_type", pooling.Value);
        }

        using var file = new TemporaryFile(writer.ToArray());
        using var header = ModelHeader.Open(file.Path);
        var identity = FileIdentity.Of(header, KnownModels.Own);
        Assert.Equal(expected, identity.Known?.Name);
        Assert.Contains($"name '{name}'", identity.Recognition, StringComparison.Ordinal);
        Assert.Contains($"{layers} layers", identity.Recognition, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_tells_its_keys_and_tensors_without_loading()
    {
        using var header = ModelHeader.Open(GoldenModels.EmbeddingFile);
        Assert.Equal((3, 24, new FileInfo(GoldenModels.EmbeddingFile).Length), (header.Version, header.TensorCount, header.FileBytes));
        Assert.Equal("qwen3", header.FindText("general.architecture"));
        Assert.Equal(2, header.FindInteger("qwen3.block_count"));
        Assert.Equal(1e6, header.FindNumber("qwen3.rope.freq_base"));
        Assert.True(header.FindFlag("tokenizer.ggml.add_eos_token"));
        Assert.Equal("<|endoftext|>", header.FindTexts("tokenizer.ggml.tokens")![10214]);
        Assert.Equal((10240, 256), (header.FindRows("token_embd.weight"), header.FindRowLength("token_embd.weight")));
        Assert.Equal((null, null, null, null, null), (header.FindText("x"), header.FindInteger("x"), header.FindNumber("x"), header.FindFlag("x"), header.FindTexts("x")));
        Assert.Equal((null, null), (header.FindRows("x"), header.FindRowLength("x")));
        Assert.Throws<InvalidModelException>(() => header.FindInteger("general.architecture"));
        header.Dispose();
        Assert.Throws<ObjectDisposedException>(() => header.FindText("general.architecture"));
    }
}
