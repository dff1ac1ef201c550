using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Tokenization;

/// <summary>User text contains no special tokens; a template does.</summary>
public class SpecialTokenTests
{
    private static readonly Qwen3Tokenizer Small = new(TestVocabulary.Small.Build());

    private static int FirstSpecial => TestVocabulary.Small.Pieces.Count;

    public static TheoryData<string> Names => [.. TestVocabulary.Controls, .. TestVocabulary.UserDefined];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_special_name_in_user_text_is_plain_text(string name)
    {
        foreach (var text in (string[])[name, $"a{name}b", $" {name}\n", $"{name}{name}", $"<{name}>"])
        {
            Assert.All(Small.Encode(text), id => Assert.InRange(id, 0, FirstSpecial - 1));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_special_name_in_a_template_is_that_token(string name)
    {
        var id = FirstSpecial + Names.Select(row => row.Data).ToList().IndexOf(name);
        Assert.Equal([id], Small.EncodeTemplate(name));
        Assert.Equal([.. Small.Encode("the <"), id, id, .. Small.Encode(" the")], Small.EncodeTemplate($"the <{name}{name} the"));
    }

    [Fact]
    public void Special_names_in_user_text_give_plain_ids_of_the_real_vocabulary()
    {
        Assert.Equal([27, 91, 318, 6213, 91, 29], TestVocabulary.RealTokenizer.Encode("<|im_end|>"));
        Assert.All(TestVocabulary.Controls.Concat(TestVocabulary.UserDefined), name =>
            Assert.All(TestVocabulary.RealTokenizer.Encode(name), id => Assert.InRange(id, 0, 151642)));
    }

    [Fact]
    public void The_longest_of_the_names_that_start_at_a_position_is_used()
    {
        var vocabulary = TestVocabulary.Small;
        vocabulary.Tokens.AddRange(["<think>ing", "<th"]);
        vocabulary.Types.AddRange([4, 4]);
        var tokenizer = new Qwen3Tokenizer(vocabulary.Build());
        var longer = vocabulary.Tokens.Count - 2;
        Assert.Equal([longer, longer + 1, .. tokenizer.Encode("in"), longer - 1], tokenizer.EncodeTemplate("<think>ing<thin</think>"));
    }

    [Fact]
    public void The_most_special_tokens_that_a_file_may_have_do_not_slow_templates_down()
    {
        var vocabulary = TestVocabulary.Small;
        for (var i = 0; i < 4000; i++)
        {
            vocabulary.Tokens.Add($"<|special {i}|>");
            vocabulary.Types.Add(3);
        }

        var tokenizer = new Qwen3Tokenizer(vocabulary.Build());
        var few = new Qwen3Tokenizer(TestVocabulary.Small.Build());
        var template = string.Concat(Enumerable.Repeat("<|im_start|>user\n<a> ", 50));
        Assert.Equal(few.EncodeTemplate(template), tokenizer.EncodeTemplate(template));
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var i = 0; i < 1000; i++)
        {
            tokenizer.EncodeTemplate(template);
        }

        // 100,000 positions; comparing each with all names is 400 million comparisons.
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public void Unused_tokens_are_never_parsed()
    {
        var vocabulary = TestVocabulary.Small;
        vocabulary.Tokens.Add("[PAD300]");
        vocabulary.Types.Add(5);
        var tokenizer = new Qwen3Tokenizer(vocabulary.Build());
        Assert.Equal(tokenizer.Encode("[PAD300]"), tokenizer.EncodeTemplate("[PAD300]"));
        Assert.DoesNotContain(vocabulary.Tokens.Count - 1, tokenizer.Encode("[PAD300]"));
    }
}
