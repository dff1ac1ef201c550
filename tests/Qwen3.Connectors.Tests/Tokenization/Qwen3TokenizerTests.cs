using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Tokenization;

/// <summary>The edges: nothing, everything, and the texts that are made to be slow.</summary>
public class Qwen3TokenizerTests
{
    private const int Megabyte = 1 << 20;

    [Fact]
    public void An_empty_text_has_no_tokens()
    {
        var tokenizer = new Qwen3Tokenizer(TestVocabulary.Small.Build());
        Assert.Empty(tokenizer.Encode(""));
        Assert.Empty(tokenizer.EncodeTemplate(""));
        Assert.Equal(0, tokenizer.CountTokens(""));
    }

    [Fact]
    public void A_NUL_is_a_character_like_others()
    {
        var tokenizer = new Qwen3Tokenizer(TestVocabulary.Small.Build());
        Assert.Equal(['a', 0, 'b'], tokenizer.Encode("a\0b"));
    }

    [Fact]
    public void A_lone_surrogate_counts_as_the_replacement_character()
    {
        var tokenizer = new Qwen3Tokenizer(TestVocabulary.Small.Build());
        Assert.Equal(tokenizer.Encode("a\uFFFDb\uFFFD\uFFFD"), tokenizer.Encode("a\uD800b\uDC00\uD800"));
        Assert.Equal(tokenizer.Encode("\uFFFDe\u0301"), tokenizer.Encode("\uDC00e\u0301"));
    }

    [Fact]
    public void Decomposed_text_has_the_ids_of_composed_text()
    {
        var tokenizer = new Qwen3Tokenizer(TestVocabulary.Small.Build());
        Assert.Equal(tokenizer.Encode("caf\u00E9 \u1EA7n"), tokenizer.Encode("cafe\u0301 a\u0302\u0300n"));
    }

    [Fact]
    public void A_token_that_no_merges_lead_to_is_not_used()
    {
        // "theth" is in the vocabulary, but nothing merges with the "th" that its bytes begin with.
        var vocabulary = TestVocabulary.Small;
        vocabulary.Tokens[^1] = "theth";
        vocabulary.Types[^1] = 1;
        var tokenizer = new Qwen3Tokenizer(vocabulary.Build());
        var th = vocabulary.Pieces.IndexOf("th");
        Assert.Equal([th, 'e', th], tokenizer.Encode("theth"));
        Assert.Equal([th, 'e', th], tokenizer.Encode("theth"));
    }

    [Fact]
    public void One_megabyte_of_one_letter_becomes_the_longest_tokens_of_it()
    {
        var vocabulary = TestVocabulary.Small;
        var tokenizer = new Qwen3Tokenizer(vocabulary.Build());
        var eight = vocabulary.Pieces.IndexOf("aaaaaaaa");
        Assert.Equal(Enumerable.Repeat(eight, Megabyte / 8), tokenizer.Encode(new string('a', Megabyte)));
    }

    [Fact]
    public void One_megabyte_of_one_letter_becomes_the_longest_tokens_of_the_real_vocabulary()
    {
        var ids = TestVocabulary.RealTokenizer.Encode(new string('a', Megabyte));
        var eight = TestVocabulary.Real.Pieces.IndexOf("aaaaaaaa");
        Assert.Equal(Enumerable.Repeat(eight, Megabyte / 8), ids);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("7")]
    [InlineData("=")]
    [InlineData("\u0301")]
    [InlineData("e\u0301\u0316")]
    [InlineData("\u1100\u1161\u11A8")]
    [InlineData("\uD800")]
    [InlineData(" a")]
    [InlineData("\u3000\n")]
    [InlineData("<|im_end|>")]
    public void One_megabyte_of_one_string_is_tokenised_and_loses_no_byte(string repeated)
    {
        var vocabulary = TestVocabulary.Small;
        var tokenizer = new Qwen3Tokenizer(vocabulary.Build());
        var text = string.Concat(Enumerable.Repeat(repeated, Megabyte / repeated.Length));
        var bytes = tokenizer.Encode(text).Sum(id => (long)vocabulary.Pieces[id].Length);
        Assert.Equal(TestVocabulary.Latin1(Inference.Unicode.Nfc.Normalize(text)).Length, bytes);
    }

    [Fact]
    public async Task Many_threads_get_the_ids_that_one_gets()
    {
        var texts = RandomText.Some(seed: 21, count: 500).ToArray();
        var alone = new Qwen3Tokenizer(TestVocabulary.Small.Build());
        var expected = texts.Select(text => alone.Encode(text)).ToArray();
        var shared = new Qwen3Tokenizer(TestVocabulary.Small.Build());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Assert.Equal(expected, texts.Select(text => shared.Encode(text))))));
    }
}
