using Qwen3.Connectors.Models.Verification;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.Models.Verification;

public class ModelVerifierTests
{
    [Theory]
    [InlineData(true, "Qwen3 mini embedding", 1)]
    [InlineData(false, "Qwen3 mini reranker", 4)]
    public async Task The_bundled_models_pass_with_their_golden_numbers(bool isEmbedding, string name, int goldenChecks)
    {
        var result = await Verified.FileAsync(isEmbedding ? GoldenModels.EmbeddingFile : GoldenModels.RerankerFile);
        Assert.True(result.Passed);
        Assert.Equal(name, result.Model);
        Assert.Contains("recognised by its shape", result.Recognition, StringComparison.Ordinal);
        Assert.Equal(goldenChecks, result.Checks.Count(check => check.Name.StartsWith("golden", StringComparison.Ordinal) && check.Outcome == ModelCheckOutcome.Passed));
        Assert.Empty(result.Corrected());
        Assert.Equal(isEmbedding ? [] : ["end token"], result.Checks.Where(check => check.Outcome == ModelCheckOutcome.NotApplicable).Select(check => check.Name));
    }

    [Theory]
    [InlineData("token_embd.weight")]
    [InlineData("blk.0.attn_q.weight")]
    [InlineData("blk.0.attn_k_norm.weight")]
    [InlineData("blk.1.attn_v.weight")]
    [InlineData("blk.1.ffn_down.weight")]
    [InlineData("output_norm.weight")]
    public async Task Disturbed_weights_fail_every_golden_check_and_nothing_else(string tensor)
    {
        var embedding = await Verified.BytesAsync(BundledFile.Embedding().Disturb(tensor).ToArray());
        Assert.Equal(["golden similarity"], embedding.Failed());
        var reranker = await Verified.BytesAsync(BundledFile.Reranker().Disturb(tensor).ToArray());
        Assert.Equal(["golden reranking, query 1", "golden reranking, query 2", "golden reranking, query 3", "golden reranking, query 4"], reranker.Failed());
        Assert.All(
            embedding.Checks.Concat(reranker.Checks).Where(check => check.Outcome == ModelCheckOutcome.Failed),
            check => Assert.Contains("more than this quantization explains", check.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Weights_that_give_no_numbers_fail_as_the_engine_says()
    {
        var tiny = new TinyQwen3();
        var norm = tiny.Weights["output_norm.weight"];
        var poisoned = new GgufRewriter(tiny).WithTensor("output_norm.weight", norm with { Values = [float.NaN, .. norm.Values[1..]] });
        var result = await Verified.BytesAsync(poisoned.ToArray(), knowledge: TinyKnowledge.Of(tiny));
        Assert.Equal("The weights are damaged: fetch the file again.", result.Check("golden numbers").Advice);
        Assert.Equal(["golden numbers"], result.Failed());
    }

    [Fact]
    public async Task A_model_that_is_not_known_gets_the_checks_of_its_structure_and_is_told_that_there_are_no_numbers()
    {
        var result = await Verified.BytesAsync(new TinyQwen3().ToArray());
        Assert.True(result.Passed);
        Assert.Null(result.Model);
        Assert.StartsWith("None of the known models (2 layers, hidden size 64,", result.Recognition, StringComparison.Ordinal);
        Assert.Equal(ModelCheckOutcome.NotApplicable, result.Check("golden numbers").Outcome);
        Assert.Contains("Qwen3-Embedding-0.6B", result.Check("golden numbers").Reason, StringComparison.Ordinal);
        Assert.Equal("3 (last token)", result.Check("pooling").Found);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_no_result()
    {
        Assert.Throws<FileNotFoundException>(() => ModelVerifier.Open("none.gguf"));
        Assert.Throws<ArgumentOutOfRangeException>(() => ModelVerifier.Open(GoldenModels.EmbeddingFile, 0));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ModelVerifier.Open(GoldenModels.EmbeddingFile).VerifyAsync(new CancellationToken(canceled: true)));
    }
}
