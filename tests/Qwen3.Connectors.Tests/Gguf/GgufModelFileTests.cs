using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Tests.Gguf;

public class GgufModelFileTests
{
    [Fact]
    public void A_model_file_shows_its_keys_and_tensors()
    {
        using var file = GgufFile.Open(TestData.File("tests", "data", "quant-models", "f32.gguf"));
        Assert.Equal(3, file.Version);
        Assert.Equal("qwen3", file.Metadata.GetString("general.architecture"));
        Assert.Equal(2u, file.Metadata.GetUInt32("qwen3.block_count"));
        Assert.True(file.Metadata.TryGetSingle("qwen3.rope.freq_base", out var ropeBase) && ropeBase == 1e6f);
        Assert.True(file.Metadata.TryGetBool("tokenizer.ggml.add_bos_token", out var addsStart) && !addsStart);
        var tokens = file.Metadata.GetStrings("tokenizer.ggml.tokens");
        Assert.Equal("!"u8, tokens[0]);
        Assert.Equal(tokens.Count, file.GetTensor("token_embd.weight").RowCount);
        Assert.Equal(2 + (2 * 11), file.Tensors.Count);
        Assert.Equal("token_embd.weight", file.Tensors.Keys.First());
    }

    [Theory]
    [InlineData("qwen3-mini-embedding.Q8_0.gguf", 2)]
    [InlineData("qwen3-mini-reranker.Q8_0.gguf", 3)]
    public void A_bundled_model_has_its_tokens_and_tensors(string name, int layers)
    {
        using var file = GgufFile.Open(TestData.File("samples", "models", name));
        Assert.Equal(10240, file.Metadata.GetStrings("tokenizer.ggml.tokens").Count);
        Assert.Equal(10240, file.Metadata.GetInt32s("tokenizer.ggml.token_type").Length);
        Assert.Equal((256, 10240), (file.GetTensor("token_embd.weight").RowLength, file.GetTensor("token_embd.weight").RowCount));
        Assert.Equal(2 + (layers * 11), file.Tensors.Count);
    }

    public static TheoryData<string> QuantModels => [.. Directory.GetFiles(TestData.File("tests", "data", "quant-models"), "*.gguf").Select(Path.GetFileName).OfType<string>()];

    /// <summary>A row length that is wrong by a byte would leave a gap to the next tensor, or reach into it.</summary>
    [Theory]
    [MemberData(nameof(QuantModels))]
    public unsafe void The_tensors_of_a_file_of_any_format_lie_side_by_side(string name)
    {
        using var file = GgufFile.Open(TestData.File("tests", "data", "quant-models", name));
        GgufTensor[] tensors = [.. file.Tensors.Values];
        Assert.Equal(2 + (2 * 11), tensors.Length);
        Assert.All(tensors.Zip(tensors.Skip(1)), pair => Assert.Equal((pair.First.ByteLength + 31) / 32 * 32, pair.Second.Data - pair.First.Data));
    }
}
