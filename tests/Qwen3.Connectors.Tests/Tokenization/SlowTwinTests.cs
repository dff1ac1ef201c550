using System.Text;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Tokenization;

namespace Qwen3.Connectors.Tests.Tokenization;

/// <summary>The fast tokenizer against the plain one on texts full of rare characters.</summary>
public class SlowTwinTests
{
    [Fact]
    public void Random_texts_give_the_ids_of_the_slow_twin_with_the_real_vocabulary()
    {
        var twin = new SlowTokenizer(TestVocabulary.Real);
        Assert.All(RandomText.Some(seed: 1, count: 3000),
            text => Assert.Equal(twin.Encode(text), TestVocabulary.RealTokenizer.Encode(text)));
    }

    [Fact]
    public void Random_texts_give_the_ids_of_the_slow_twin_with_a_small_vocabulary()
    {
        var vocabulary = TestVocabulary.Small;
        var tokenizer = new Qwen3Tokenizer(vocabulary.Build());
        var twin = new SlowTokenizer(vocabulary);
        Assert.All(RandomText.Some(seed: 2, count: 2000), text => Assert.Equal(twin.Encode(text), tokenizer.Encode(text)));
    }

    [Fact]
    public void A_vocabulary_whose_later_merges_undercut_earlier_ones_gives_the_ids_of_the_slow_twin()
    {
        // Trained merges only combine results of earlier ones. In another order the queue receives ranks below those it has returned.
        var vocabulary = TestVocabulary.Small;
        vocabulary.Merges.Reverse();
        var tokenizer = new Qwen3Tokenizer(vocabulary.Build());
        var twin = new SlowTokenizer(vocabulary);
        Assert.All(RandomText.Some(seed: 3, count: 2000), text => Assert.Equal(twin.Encode(text), tokenizer.Encode(text)));
    }

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(500)]
    public void Pre_tokens_around_the_length_where_the_algorithm_changes_give_the_ids_of_the_slow_twin(int length)
    {
        var twin = new SlowTokenizer(TestVocabulary.Real);
        var random = new Random(length);
        for (var i = 0; i < 20; i++)
        {
            var text = string.Concat(Enumerable.Range(0, length).Select(_ => "etaoin"[random.Next(i % 6 + 1)]));
            Assert.Equal(twin.Encode(text), TestVocabulary.RealTokenizer.Encode(text));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(40)]
    public void The_ids_do_not_depend_on_the_length_of_the_windows(int characters)
    {
        var vocabulary = TestVocabulary.Small;
        var tokens = new TokenTable(vocabulary.Build());
        var encoder = new TextEncoder(new BytePairEncoder(tokens, new MergeTable(vocabulary.Build(), tokens)), characters);
        var twin = new SlowTokenizer(vocabulary);
        Assert.All(RandomText.Some(seed: 6, count: 2000), text => Assert.Equal(twin.Encode(text), Encode(text)));

        int[] Encode(string text)
        {
            var ids = TokenIdWriter.Storing(text.Length);
            encoder.Encode(text, ref ids, CancellationToken.None);
            return ids.ToArray();
        }
    }

    [Fact]
    public void Counting_gives_the_number_of_ids()
    {
        var tokenizer = new Qwen3Tokenizer(TestVocabulary.Small.Build());
        Assert.All(RandomText.Some(seed: 4, count: 500), text => Assert.Equal(tokenizer.Encode(text).Length, tokenizer.CountTokens(text)));
    }

    [Fact]
    public void Pre_tokens_are_those_of_the_slow_twin()
    {
        Assert.All(RandomText.Some(seed: 5, count: 3000), text => Assert.Equal(SlowTokenizer.Split(text), PreTokens(text)));
    }

    [Theory]
    [InlineData("'\u017Fa", "'\u017F|a")]
    [InlineData("'sa 'REd", "'s|a| '|REd")]
    [InlineData("x'Re'LL'l'", "x|'Re|'LL|'l|'")]
    [InlineData("a1234", "a|1|2|3|4")]
    [InlineData("  a", " | a")]
    [InlineData("\u3000\u3000a", "\u3000|\u3000a")]
    [InlineData("a \n b\n", "a| \n| b|\n")]
    [InlineData("??\r\n\r\nx", "??\r\n\r\n|x")]
    [InlineData("a   ", "a|   ")]
    [InlineData("\U00020000\U00020001", "\U00020000\U00020001")]
    [InlineData("हिन्दी", "ह|िन|्द|ी")]
    public void A_text_is_split_as_the_pattern_says(string text, string pieces) => Assert.Equal(pieces.Split('|'), PreTokens(text));

    [Fact]
    public void White_space_is_the_property_of_that_name()
    {
        int[] whiteSpace = [.. Enumerable.Range(9, 5), 0x20, 0x85, 0xA0, 0x1680, .. Enumerable.Range(0x2000, 11), 0x2028, 0x2029,
            0x202F, 0x205F, 0x3000];
        var runes = Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(code => new Rune(code));
        Assert.Equal(whiteSpace, runes.Where(rune => ClassOf(rune) is CharacterClass.Space or CharacterClass.Newline)
            .Select(rune => rune.Value));
        Assert.Equal("\n\r", string.Concat(runes.Where(rune => ClassOf(rune) == CharacterClass.Newline)));
    }

    private static CharacterClass ClassOf(Rune rune) => CharacterClasses.At(Encoding.UTF8.GetBytes(rune.ToString()), 0, out _);

    private static List<string> PreTokens(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var preTokens = new List<string>();
        for (int start = 0, end; start < utf8.Length; start = end)
        {
            end = PreTokenizer.EndOfPreToken(utf8, start);
            preTokens.Add(Encoding.UTF8.GetString(utf8[start..end]));
        }

        return preTokens;
    }
}
