using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Tokenization;

namespace Qwen3.Connectors.Tests.Tokenization;

/// <summary>A damaged or foreign vocabulary is refused with what was found in it.</summary>
public class VocabularyCheckTests
{
    [Theory]
    [InlineData("llama", "tokenizer.ggml.model \"llama\"")]
    [InlineData(null, "no tokenizer.ggml.model")]
    public void Another_kind_of_tokenizer_is_refused(string? model, string found) =>
        Refuses(vocabulary => vocabulary.Model = model, found, "\"gpt2\"");

    [Theory]
    [InlineData("llama-bpe", "tokenizer.ggml.pre \"llama-bpe\"")]
    [InlineData(null, "no tokenizer.ggml.pre")]
    public void Another_way_to_split_text_is_refused(string? pre, string found) =>
        Refuses(vocabulary => vocabulary.PreTokenizer = pre, found, "\"qwen2\"");

    [Fact]
    public void A_vocabulary_without_tokens_is_refused() =>
        Refuses(vocabulary => vocabulary.Tokens.Clear(), "0 entries in tokenizer.ggml.tokens", "its merges");

    [Fact]
    public void A_vocabulary_without_merges_is_refused() =>
        Refuses(vocabulary => vocabulary.Merges.Clear(), "0 in tokenizer.ggml.merges", "its merges");

    [Fact]
    public void A_missing_list_is_refused()
    {
        var whole = TestVocabulary.Small.Build();
        var part = new TokenizerVocabulary
        {
            Path = "p",
            Model = "gpt2",
            PreTokenizer = "qwen2",
            Tokens = whole.Tokens,
            TokenTypes = null,
            Merges = whole.Merges,
        };
        Assert.Contains("0 entries in tokenizer.ggml.token_type", Assert.Throws<InvalidModelException>(() => new Qwen3Tokenizer(part))
            .Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_for_fewer_tokens_than_there_are_is_refused() =>
        Refuses(vocabulary => vocabulary.Types.RemoveAt(0), "entries in tokenizer.ggml.token_type", "one for each of the");

    [Fact]
    public void An_absurd_number_of_special_tokens_is_refused() => Refuses(
        vocabulary =>
        {
            for (var i = 0; i < 4096; i++)
            {
                vocabulary.Tokens.Add($"<|extra_{i}|>");
                vocabulary.Types.Add(3);
            }
        },
        "control and user-defined tokens",
        "at most 4096");

    [Fact]
    public void A_missing_byte_is_refused() =>
        Refuses(vocabulary => vocabulary.Tokens['A'] = "[gone]", "no token for the byte 0x41", "each of the 256 bytes");

    [Fact]
    public void A_byte_that_is_a_special_token_is_refused() =>
        Refuses(vocabulary => vocabulary.Types['A'] = 3, "no token for the byte 0x41", "256 bytes");

    [Fact]
    public void A_token_that_is_there_twice_is_refused() =>
        Refuses(vocabulary => vocabulary.Tokens[300] = vocabulary.Tokens[260], "token 300 equal to token 260", "differ");

    [Fact]
    public void A_special_token_that_is_there_twice_is_refused() =>
        Refuses(vocabulary => vocabulary.Tokens[^1] = "<|im_end|>", "\"<|im_end|>\" equal to token", "differ");

    [Fact]
    public void An_empty_token_is_refused() => Refuses(vocabulary => vocabulary.Tokens[300] = "", "token 300 empty", "not empty");

    [Fact]
    public void An_empty_special_token_is_refused() => Refuses(vocabulary => vocabulary.Tokens[^1] = "", "empty", "not empty");

    [Theory]
    [InlineData("a")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a ")]
    [InlineData("a  b")]
    [InlineData("a 中")]
    [InlineData("q q")]
    [InlineData("zz z")]
    [InlineData("< |endoftext|>")]
    public void A_merge_that_does_not_make_a_normal_token_of_two_is_refused(string merge) =>
        Refuses(vocabulary => vocabulary.ExtraMerges.Add(merge), $"merge {TestVocabulary.Small.Merges.Count} \"{merge}\"",
            "two normal tokens that make a third");

    [Fact]
    public void A_merge_that_makes_a_special_token_is_refused() =>
        Refuses(vocabulary => vocabulary.Types[vocabulary.Pieces.IndexOf("yes")] = 3, "\"ye s\"", "two normal tokens");

    [Fact]
    public void A_merge_that_is_there_twice_is_refused() =>
        Refuses(vocabulary => vocabulary.ExtraMerges.Add("y e"), "equal to merge", "merges that differ");

    [Fact]
    public void A_vocabulary_without_end_of_text_is_refused() =>
        Refuses(vocabulary => vocabulary.Tokens[vocabulary.Pieces.Count] = "<|other|>", "no control token <|endoftext|>",
            "ends every text");

    [Theory]
    [InlineData(151665)]
    [InlineData(151669)]
    [InlineData(151936)]
    public void Every_size_of_the_real_vocabulary_loads(int size)
    {
        var real = TestVocabulary.Real;
        var padding = Enumerable.Range(0, Math.Max(0, size - real.Tokens.Count)).Select(i => $"[PAD{real.Tokens.Count + i}]");
        var vocabulary = new TokenizerVocabulary
        {
            Path = "model.gguf",
            Model = "gpt2",
            PreTokenizer = "qwen2",
            Tokens = new TokenList(real.Tokens.Concat(padding).Take(size)),
            TokenTypes = [.. real.Types.Concat(padding.Select(_ => 5)).Take(size)],
            Merges = real.Build().Merges,
        };
        var tokenizer = new Qwen3Tokenizer(vocabulary);
        Assert.Equal(size, tokenizer.VocabularySize);
        Assert.Equal([14990, 1879], tokenizer.Encode("hello world"));
    }

    [Fact]
    public void A_vocabulary_without_the_answers_of_a_reranker_has_no_ids_for_them()
    {
        var vocabulary = TestVocabulary.Small;
        vocabulary.Merges.RemoveAll(merge => merge.Left + merge.Right == "yes");
        vocabulary.Tokens[vocabulary.Pieces.IndexOf("yes")] = "中";
        var tokenizer = new Qwen3Tokenizer(vocabulary.Build());
        Assert.Null(tokenizer.YesId);
        Assert.Equal(vocabulary.Pieces.IndexOf("no"), tokenizer.NoId);
    }

    private static void Refuses(Action<TestVocabulary> spoil, string found, string expected)
    {
        var vocabulary = TestVocabulary.Small;
        spoil(vocabulary);
        var error = Assert.Throws<InvalidModelException>(() => new Qwen3Tokenizer(vocabulary.Build()));
        Assert.Equal("model.gguf", error.Path);
        Assert.Contains(found, error.Found, StringComparison.Ordinal);
        Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
    }
}
