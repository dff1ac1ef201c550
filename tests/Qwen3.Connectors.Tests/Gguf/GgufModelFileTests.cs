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
        Assert.Equal(1e6f, file.Metadata.GetSingle("qwen3.rope.freq_base"));
        Assert.False(file.Metadata.GetBool("tokenizer.ggml.add_bos_token"));
        var tokens = file.Metadata.GetStrings("tokenizer.ggml.tokens");
        Assert.Equal("!"u8, tokens[0]);
        Assert.Equal(tokens.Count, file.GetTensor("token_embd.weight").RowCount);
        Assert.Equal(2 + (2 * 11), file.Tensors.Count);
        Assert.Equal("token_embd.weight", file.Tensors.Keys.First());
    }
}
