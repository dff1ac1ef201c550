using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Verification;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.Models.Verification;

/// <summary>Files that load: what this engine puts right, verification says; what would rank wrongly, verification fails.</summary>
public class WrongFileTests
{
    private const string OtherTokenizer = "The file was converted with another tokenizer: choose another, or convert the model again with its own tokenizer files.";

    [Theory]
    [InlineData("tokenizer.ggml.add_eos_token", "end token", "<|endoftext|>, nothing on adding it", "Nothing is to be done here. Elsewhere, choose a file that was converted after August 2025.")]
    [InlineData("qwen3.pooling_type", "pooling", "none", "Nothing is to be done here. Elsewhere, set the pooling to the last token.")]
    [InlineData("qwen3.rope.freq_base", "rope base", "none", "Nothing is to be done here. Elsewhere, choose another file.")]
    public async Task A_missing_key_is_put_right_and_the_golden_numbers_show_it(string key, string check, string found, string advice)
    {
        var result = await Verified.BytesAsync(BundledFile.Embedding().WithoutKey(key).ToArray());
        Assert.Equal([check], result.Corrected());
        Assert.Equal((found, advice), (result.Check(check).Found, result.Check(check).Advice));
        Assert.True(result.Passed);
        Assert.Equal(ModelCheckOutcome.Passed, result.Check("golden similarity").Outcome);
    }

    [Fact]
    public async Task Another_end_token_is_put_right_too()
    {
        var result = await Verified.BytesAsync(BundledFile.Embedding().Put("tokenizer.ggml.eos_token_id", 10216u).Put("tokenizer.ggml.add_eos_token", false).ToArray());
        Assert.Equal(["end token"], result.Corrected());
        Assert.Equal("<|im_end|>, not added", result.Check("end token").Found);
        Assert.True(result.Passed);
    }

    [Fact]
    public async Task Another_rope_base_fails_in_the_header_and_in_the_numbers()
    {
        var result = await Verified.BytesAsync(BundledFile.Embedding().Put("qwen3.rope.freq_base", 10000f).ToArray());
        Assert.Equal(["rope base", "golden similarity"], result.Failed());
        Assert.Equal(("10,000", "Choose another file, or convert the model again with a current llama.cpp."), (result.Check("rope base").Found, result.Check("rope base").Advice));
    }

    [Fact]
    public async Task A_context_beyond_the_trained_one_fails()
    {
        var result = await Verified.BytesAsync(BundledFile.Embedding().Put("qwen3.context_length", 131072u).ToArray());
        Assert.Equal(["context"], result.Failed());
        Assert.Equal("Set MaxTokens to 32,768 or less, or choose another file.", result.Check("context").Advice);
    }

    [Fact]
    public async Task Tokens_at_other_ids_fail_with_the_ids()
    {
        var result = await Verified.BytesAsync(BundledFile.Embedding().SwapNeighbours("Ġthe", "re").ToArray());
        Assert.Equal(["token ids", "golden similarity"], result.Failed());
        Assert.Contains("for \"", result.Check("token ids").Expected, StringComparison.Ordinal);
        Assert.Equal(OtherTokenizer, result.Check("token ids").Advice);
    }

    [Fact]
    public async Task Special_tokens_at_other_ids_fail()
    {
        var result = await Verified.BytesAsync(BundledFile.Reranker().SwapNeighbours("<|im_start|>", "<|im_end|>").ToArray());
        Assert.Equal("<|endoftext|> 10214, <|im_end|> 10215, <|im_start|> 10216", result.Check("special tokens").Found);
        Assert.Equal(OtherTokenizer, result.Check("special tokens").Advice);
        Assert.Contains("golden reranking, query 1", result.Failed());
    }

    [Fact]
    public async Task A_vocabulary_of_another_size_fails()
    {
        var tiny = new TinyQwen3(new() { PadVocabularyTo = 700 });
        var knowledge = TinyKnowledge.Of(new TinyQwen3());
        var result = await Verified.BytesAsync(tiny.ToArray(), knowledge: knowledge);
        Assert.Equal("tiny", result.Model);
        Assert.Equal(["vocabulary"], result.Failed());
        Assert.StartsWith("700 tokens", result.Check("vocabulary").Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_model_of_the_family_fails()
    {
        var result = await Verified.BytesAsync(BundledFile.Embedding().WithoutKey("qwen3.pooling_type").ReplaceText("Qwen3 mini embedding", "Qwen3 mini chatmodel").ToArray());
        Assert.Equal(["kind"], result.Failed());
        Assert.Equal("neither: no pooling type of the two, no cls.output.weight, and the name 'Qwen3 mini chatmodel'", result.Check("kind").Found);
        Assert.Equal("Choose a file of Qwen3-Embedding or Qwen3-Reranker; if this is one, choose a file whose header says so.", result.Check("kind").Advice);
    }

    [Theory]
    [InlineData(false, "two rows of cls.output.weight, agreement 1.00")]
    [InlineData(true, "one row of cls.output.weight, yes minus no, agreement 1.00")]
    public async Task A_head_made_of_the_tied_rows_passes(bool isSingleRow, string found)
    {
        var content = BadFileZoo.WithHead((yes, no) => isSingleRow ? [.. yes.Zip(no, (y, n) => y - n)] : [.. yes, .. no]);
        var result = await Verified.BytesAsync(content);
        Assert.Equal((ModelCheckOutcome.Passed, found), (result.Check("head").Outcome, result.Check("head").Found));
    }

    [Fact]
    public async Task A_head_of_random_numbers_fails_where_the_model_is_known_to_be_tied()
    {
        var tiny = new TinyQwen3(new() { PoolingType = 4, Classifier = TinyClassifier.YesNo });
        var known = await Verified.BytesAsync(tiny.ToArray(), knowledge: TinyKnowledge.Of(tiny, ModelKind.Reranker));
        Assert.Equal(["head"], known.Failed());
        Assert.Equal("Choose a file that was converted from the language model's head by a current llama.cpp.", known.Check("head").Advice);
        Assert.Equal(ModelCheckOutcome.NotApplicable, (await Verified.BytesAsync(tiny.ToArray())).Check("head").Outcome);
    }

    [Fact]
    public async Task A_reranker_that_lost_its_head_but_says_rank_is_scored_by_its_tied_rows_and_told()
    {
        var result = await Verified.BytesAsync(new TinyQwen3(new() { PoolingType = 4, AddEosToken = null }).ToArray());
        Assert.Equal(["pooling"], result.Corrected());
        Assert.Equal("Nothing is to be done here. Elsewhere, choose a file that says pooling type 4 and has cls.output.weight.", result.Check("pooling").Advice);
        Assert.Equal("the token embedding itself, agreement 1.00", result.Check("head").Found);
    }

    [Fact]
    public async Task A_value_of_another_type_fails_in_the_header()
    {
        var tiny = new TinyQwen3();
        tiny.Writer.Put("general.basename", 3u);
        Assert.Equal(["header"], (await Verified.BytesAsync(tiny.ToArray())).Failed());
    }
}
