using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Gguf;
using Qwen3.Connectors.Tests.Models.Verification;

namespace Qwen3.Connectors.Tests.Models.Fingerprints;

public class ModelFingerprintTests
{
    // Constant values: the fingerprint must not differ between machines, processes or versions of the code.
    private const string BundledWeights = "0b6238f0c482ab6d983da80c409a4f65";
    private const string BundledTokenizer = "a0c75042917de5626854620a554a3e66";

    [Fact]
    public void The_fingerprint_is_the_same_in_every_process_and_for_every_copy()
    {
        using var copy = BundledFile.Embedding().Save("another name.gguf");
        Assert.Equal(new ModelFingerprint(BundledWeights, BundledTokenizer), Of(GoldenModels.EmbeddingFile));
        Assert.Equal(Of(GoldenModels.EmbeddingFile), Of(copy.Path));
    }

    [Fact]
    public void Both_bundled_models_have_one_tokenizer_and_different_weights()
    {
        using var reranker = RerankerModel.Load(GoldenModels.RerankerFile);
        Assert.Equal(BundledTokenizer, reranker.Fingerprint.Tokenizer);
        Assert.NotEqual(BundledWeights, reranker.Fingerprint.Weights);
    }

    [Theory]
    [InlineData("token_embd.weight")]
    [InlineData("blk.0.attn_k.weight")]
    [InlineData("blk.1.ffn_norm.weight")]
    [InlineData("blk.1.attn_output.weight")]
    [InlineData("output_norm.weight")]
    public void Changed_weights_in_any_tensor_change_the_fingerprint(string tensor)
    {
        using var other = BundledFile.Embedding().Disturb(tensor).Save();
        Assert.NotEqual(BundledWeights, Of(other.Path).Weights);
        Assert.Equal(BundledTokenizer, Of(other.Path).Tokenizer);
    }

    [Fact]
    public void Another_rope_base_changes_the_fingerprint_and_a_missing_one_is_the_default()
    {
        using var other = BundledFile.Embedding().Put("qwen3.rope.freq_base", 10000f).Save();
        using var missing = BundledFile.Embedding().WithoutKey("qwen3.rope.freq_base").Save();
        Assert.NotEqual(BundledWeights, Of(other.Path).Weights);
        Assert.Equal(BundledWeights, Of(missing.Path).Weights);
    }

    [Fact]
    public void The_name_in_the_header_is_not_part_of_the_fingerprint()
    {
        using var other = BundledFile.Embedding().ReplaceText("Qwen3 mini embedding", "Qwen3 mono embedding").Save();
        Assert.Equal(Of(GoldenModels.EmbeddingFile), Of(other.Path));
    }

    [Fact]
    public void Swapped_tokens_change_the_tokenizer_fingerprint()
    {
        using var other = BundledFile.Embedding().SwapNeighbours("Ġthe", "re").Save();
        Assert.NotEqual(BundledTokenizer, Of(other.Path).Tokenizer);
        Assert.Equal(BundledWeights, Of(other.Path).Weights);
    }

    [Fact]
    public void Another_quantisation_changes_the_weights_fingerprint()
    {
        var one = Of(Transformer.GoldenQuantModels.PathOf("q8_0.gguf"));
        var other = Of(Transformer.GoldenQuantModels.PathOf("q4_k_m.gguf"));
        Assert.NotEqual(one.Weights, other.Weights);
        Assert.Equal(one.Tokenizer, other.Tokenizer);
    }

    [Fact]
    public void The_order_of_tensors_is_not_part_of_the_fingerprint()
    {
        var tiny = new TinyQwen3();
        var reordered = new GgufRewriter(tiny).WithoutTensor("output_norm.weight");
        reordered.Writer.Tensor("output_norm.weight", [64], tiny.Weights["output_norm.weight"].Values);
        using var one = new TemporaryFile(tiny.ToArray());
        using var other = new TemporaryFile(reordered.ToArray());
        Assert.Equal(Of(one.Path), Of(other.Path));
    }

    [Fact]
    public void The_fingerprint_is_kept_after_disposal_only_if_it_was_read_before()
    {
        var model = EmbeddingModel.Load(GoldenModels.EmbeddingFile);
        var read = model.Fingerprint;
        model.Dispose();
        Assert.Same(read, model.Fingerprint);
        var unread = EmbeddingModel.Load(GoldenModels.EmbeddingFile);
        unread.Dispose();
        Assert.Throws<ObjectDisposedException>(() => unread.Fingerprint);
    }

    private static ModelFingerprint Of(string path)
    {
        using var model = EmbeddingModel.Load(path);
        return model.Fingerprint;
    }
}
