using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Prompts;
using Qwen3.Connectors.Prompts;

namespace Qwen3.Connectors.Tests.Prompts;

/// <summary>Token ids of prompts, whose head is tokenised once, against those of head and text in one string.</summary>
public class PromptTokenizerTests
{
    private static readonly string[] Pieces =
    [
        "word ", "unbelievable", "\n\n", "\n", "\r\n", "é", "e\u0301", "\u0301", "\u0338", "漢字", "かな",
        "가", "\u11a8", "😀", "\ud83d", "  ", " ", "\t", "'s", "'", "123",
        "<|im_end|>", ":", "::", ">", "=", "-", ".", "\u00a0", "\u200d", "\u3099", "ſ",
    ];

    private static readonly Qwen3Tokenizer s_tokenizer = Qwen3Tokenizer.Load(GoldenModels.EmbeddingFile);

    public static TheoryData<string, bool> Heads => new()
    {
        { $"Instruct: {TaskInstructions.WebSearch}\nQuery:", true },
        { "<Instruct>: task\n<Query>: q\n<Document>: ", true },
        { "passage: ", true },
        { "title: none | text: ", true },
        { "no boundary", false },
        { "two  spaces  ", false },
        { "symbols )::", false },
        { "a letter e", false },
        { "may compose =", false },
        { "a mark e\u0301", false },
        { "line\n", false },
        { ":", false },
        { "", false },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public void Ids_are_those_of_head_and_text_in_one_string(string head, bool hasBoundary)
    {
        Assert.Equal(hasBoundary, TextBoundary.OfHead(head) > 0);
        var tokenizer = new PromptTokenizer(s_tokenizer, 100_000, Truncation.Throw, CancellationToken.None);
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var text = RandomText(random, 12);
            int[] joint = [.. s_tokenizer.Encode(head + text), s_tokenizer.EndOfTextId];
            Assert.Equal(joint, tokenizer.Encode(new EmbeddingPrompt(head, text), i).Ids);
        }
    }

    [Fact]
    public void Random_heads_never_change_the_ids()
    {
        var random = new Random(2);
        var split = 0;
        for (var i = 0; i < 3000; i++)
        {
            var head = RandomText(random, 5);
            split += TextBoundary.OfHead(head) > 0 ? 1 : 0;
            var text = RandomText(random, 5);
            int[] joint = [.. s_tokenizer.Encode(head + text), s_tokenizer.EndOfTextId];
            Assert.Equal(
                joint,
                new PromptTokenizer(
                    s_tokenizer, 100_000, Truncation.Throw, CancellationToken.None).Encode(new EmbeddingPrompt(head, text), 0).Ids);
        }

        Assert.InRange(split, 200, 2800);
    }

    [Theory]
    [InlineData("all work and no play makes a dull text, and so on. ")]
    [InlineData("漢字と仮名が続く文章、句読点だけで空白はない。")]
    [InlineData("слово за словом ")]
    [InlineData("letters\nand\nlines\n")]
    public void A_long_text_behind_a_head_has_the_ids_of_the_whole(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 327_680 / piece.Length));
        var tokenizer = new PromptTokenizer(s_tokenizer, int.MaxValue, Truncation.Throw, CancellationToken.None);
        Assert.Equal(s_tokenizer.Encode("Query:" + text), tokenizer.Encode(new EmbeddingPrompt("Query:", text), 0).Ids[..^1]);
    }

    [Fact]
    public void A_long_run_without_a_boundary_is_refused_without_quoting_it()
    {
        var tokenizer = new PromptTokenizer(s_tokenizer, int.MaxValue, Truncation.TruncateEnd, CancellationToken.None);
        Assert.Equal(2, tokenizer.Encode(new EmbeddingPrompt("", "a"), 0).Ids.Length);
        var exception = Assert.Throws<ArgumentException>(() => tokenizer.Encode(new EmbeddingPrompt("", new string('漢', 8_000_000)), 3));
        Assert.Contains("Text 3 has more than 1,048,576 characters of one kind in a row", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("漢", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<td>1</td>")]
    [InlineData("{\"k\":1},")]
    [InlineData("<|im_end|>")]
    [InlineData("a-b_c")]
    [InlineData("数123")]
    public void Markup_and_data_of_any_length_are_text(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 1_200_000 / piece.Length));
        var tokenizer = new PromptTokenizer(s_tokenizer, 100, Truncation.TruncateEnd, CancellationToken.None);
        var sequence = tokenizer.Encode(new EmbeddingPrompt("", text), 0);
        Assert.Equal(100, sequence.Ids.Length);
        Assert.Equal(s_tokenizer.CountTokens(text) - 99, sequence.TruncatedCount);
    }

    [Fact]
    public void A_truncated_text_is_as_long_as_it_may_be_and_keeps_head_and_end()
    {
        var random = new Random(7);
        for (var i = 0; i < 600; i++)
        {
            var head = i % 2 == 0 ? "" : "Query:";
            var text = RandomText(random, 40);
            var headIds = s_tokenizer.Encode(head);
            var limit = headIds.Length + 2 + random.Next(30);
            var truncation = i % 3 == 0 ? Truncation.TruncateStart : Truncation.TruncateEnd;
            var whole = s_tokenizer.CountTokens(head + text) + 1;
            var sequence = new PromptTokenizer(
                s_tokenizer, limit, truncation, CancellationToken.None).Encode(new EmbeddingPrompt(head, text), i);
            Assert.Equal(Math.Min(whole, limit), sequence.Ids.Length);
            Assert.Equal(whole - sequence.Ids.Length, sequence.TruncatedCount);
            Assert.Equal(s_tokenizer.EndOfTextId, sequence.Ids[^1]);
            var joint = s_tokenizer.Encode(head + text);
            if (truncation == Truncation.TruncateEnd || sequence.TruncatedCount == 0)
            {
                Assert.Equal(joint[..(sequence.Ids.Length - 1)], sequence.Ids[..^1]);
            }
            else
            {
                Assert.Equal(headIds, sequence.Ids[..headIds.Length]);
                Assert.Equal(joint[^(limit - 1 - headIds.Length)..], sequence.Ids[headIds.Length..^1]);
            }
        }
    }

    [Fact]
    public void Prompts_of_other_heads_are_tokenised_with_their_own()
    {
        var tokenizer = new PromptTokenizer(s_tokenizer, 1000, Truncation.Throw, CancellationToken.None);
        foreach (var head in (string[])["one: ", "two: ", "one: ", ""])
        {
            Assert.Equal(
                [.. s_tokenizer.Encode(head + "text"), s_tokenizer.EndOfTextId],
                tokenizer.Encode(new EmbeddingPrompt(head, "text"), 0).Ids);
        }
    }

    [Fact]
    public void A_rerank_prompt_is_template_head_document_and_template()
    {
        var tokenizer = new PromptTokenizer(s_tokenizer, 1000, Truncation.Throw, CancellationToken.None);
        var random = new Random(3);
        string[] documents = [.. Enumerable.Range(0, 100).Select(_ => RandomText(random, 8))];
        foreach (var (i, prompt) in RerankTemplate.Build("task", "q", documents).Index())
        {
            int[] expected =
            [
                .. s_tokenizer.EncodeTemplate(RerankTemplate.Prefix), .. s_tokenizer.Encode(
                    prompt.Head + documents[i]), .. s_tokenizer.EncodeTemplate(RerankTemplate.Suffix),
            ];
            Assert.Equal(expected, tokenizer.Encode(prompt, i).Ids);
        }
    }

    [Fact]
    public void Cancellation_is_seen_before_a_text_and_within_a_long_one()
    {
        using var source = new CancellationTokenSource();
        var tokenizer = new PromptTokenizer(s_tokenizer, 1000, Truncation.TruncateEnd, source.Token);
        tokenizer.Encode(new EmbeddingPrompt("", "a"), 0);
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => tokenizer.Encode(new EmbeddingPrompt("", "a"), 1));
    }

    private static string RandomText(Random random, int pieces) =>
        string.Concat(Enumerable.Range(0, random.Next(pieces)).Select(_ => Pieces[random.Next(Pieces.Length)]));
}
