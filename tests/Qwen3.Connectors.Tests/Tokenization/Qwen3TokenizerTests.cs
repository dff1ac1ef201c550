using System.Diagnostics;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Tokenization;

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

    [Theory]
    [InlineData("a", 8)]
    [InlineData("the ", 64)]
    [InlineData("\u65E5\u672C", 8)]
    public async Task A_long_text_stops_within_its_time_when_cancelled(string repeated, int megabytes)
    {
        var tokenizer = new Qwen3Tokenizer(TestVocabulary.Small.Build());
        var text = string.Concat(Enumerable.Repeat(repeated, megabytes * Megabyte / repeated.Length));
        using var source = new CancellationTokenSource();
        var start = 0L;
        var tokenizing = Task.Run(() => tokenizer.Encode(text, source.Token), CancellationToken.None);
        source.Token.Register(() => start = Stopwatch.GetTimestamp());
        source.CancelAfter(TimeSpan.FromMilliseconds(20));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tokenizing);

        // Promised are 100 ms; the rest is for a loaded machine.
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_cancelled_token_stops_before_the_first_token_and_an_uncancelled_one_changes_nothing()
    {
        var tokenizer = new Qwen3Tokenizer(TestVocabulary.Small.Build());
        Assert.Throws<OperationCanceledException>(() => tokenizer.Encode("the", new CancellationToken(true)));
        Assert.Throws<OperationCanceledException>(() => tokenizer.CountTokens("the", new CancellationToken(true)));
        Assert.Equal(tokenizer.Encode("the query"), tokenizer.Encode("the query", TestContext.Current.CancellationToken));
        Assert.Equal(tokenizer.CountTokens("the query"), tokenizer.CountTokens("the query", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("the query, and ", 16)]
    [InlineData("\u65E5\u672C\u3002", 24)]
    [InlineData("caf\u0065\u0301 ", 16)]
    public void Memory_of_a_long_text_is_that_of_its_ids(string repeated, int bytesPerCharacter)
    {
        var tokenizer = new Qwen3Tokenizer(TestVocabulary.Small.Build());
        var text = string.Concat(Enumerable.Repeat(repeated, Megabyte / repeated.Length));
        tokenizer.Encode(text.AsSpan(0, Megabyte / 4));
        var before = GC.GetAllocatedBytesForCurrentThread();
        tokenizer.CountTokens(text);
        var counting = GC.GetAllocatedBytesForCurrentThread() - before;
        tokenizer.Encode(text);
        var encoding = GC.GetAllocatedBytesForCurrentThread() - before - counting;
        Assert.InRange(counting, 0, 8L * text.Length);
        Assert.InRange(encoding, 0, (bytesPerCharacter + 8L) * text.Length);
    }

    [Fact]
    public void Memory_of_one_long_pre_token_is_bounded_by_its_length()
    {
        var tokenizer = new Qwen3Tokenizer(TestVocabulary.Small.Build());
        var text = new string('a', Megabyte);
        tokenizer.CountTokens(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        tokenizer.CountTokens(text);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 27L * text.Length);
    }

    [Fact]
    public async Task Many_threads_get_the_ids_that_one_gets()
    {
        var texts = RandomText.Some(seed: 21, count: 500).ToArray();
        var alone = new Qwen3Tokenizer(TestVocabulary.Small.Build());
        var expected = texts.Select(text => alone.Encode(text)).ToArray();
        var shared = new Qwen3Tokenizer(TestVocabulary.Small.Build());
        await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => Task.Run(() => Assert.Equal(expected, texts.Select(text => shared.Encode(text))))));
    }
}
