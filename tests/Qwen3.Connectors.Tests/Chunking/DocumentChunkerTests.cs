using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Chunking;

/// <summary>What holds for every document, tested on random ones, and where documents are cut, tested on small ones.</summary>
public class DocumentChunkerTests
{
    private static readonly Qwen3Tokenizer s_tokenizer = Qwen3Tokenizer.Load(GoldenModels.EmbeddingFile);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Chunks_of_any_document_hold_what_is_promised(int seed)
    {
        var random = new Random(seed);
        var text = new RandomDocument(seed).Next();
        foreach (var format in Enum.GetValues<DocumentFormat>())
        {
            var maxTokens = random.Next(ChunkingOptions.SmallestMaxTokens, 120);
            var options = new ChunkingOptions
            {
                MaxTokens = maxTokens,
                OverlapTokens = random.Next(0, (maxTokens / 2) + 1),
                MinTokens = random.Next(0, (maxTokens / 2) + 1),
            };
            AssertPromises(text, new DocumentChunker(s_tokenizer, options).Chunk(text, format), options);
        }
    }

    /// <summary>A counter with other rules than BPE: sums of parts are far from the count of the whole, in both directions.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_limit_holds_where_counts_do_not_add_up(int seed)
    {
        var options = new ChunkingOptions { MaxTokens = 30, OverlapTokens = 10, MinTokens = 5 };
        var text = new RandomDocument(seed).Next();
        var chunker = new DocumentChunker(Count, options);
        foreach (var format in Enum.GetValues<DocumentFormat>())
        {
            Assert.All(chunker.Chunk(text, format), chunk => Assert.InRange(Count(chunk.Text), 1, options.MaxTokens));
        }

        static int Count(ReadOnlySpan<char> text) => text.Length < 4 ? 1 : (text.Length / 2) + (text.Length > 20 ? 4 : 0);
    }

    [Fact]
    public void A_text_that_fits_is_one_chunk_and_white_space_is_none()
    {
        var chunk = Assert.Single(Chunk("\n\n  One. Two.\n\nThree. \n"));
        Assert.Equal(("  One. Two.\n\nThree.", 2, 3, 5, 0), (chunk.Text, chunk.Start, chunk.StartLine, chunk.EndLine, chunk.OverlapLength));
        foreach (var format in Enum.GetValues<DocumentFormat>())
        {
            Assert.Empty(new DocumentChunker(s_tokenizer).Chunk("", format));
            Assert.Empty(new DocumentChunker(s_tokenizer).Chunk(" \r\n\t\u3000\n ", format));
        }
    }

    [Fact]
    public void Sections_that_fit_are_whole_and_short_ones_are_joined()
    {
        const string Text =
            """
            # Guide
            One two three four five six seven eight nine ten.

            ## Long
            One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen.

            ### Part
            One two three four five six.

            ## Short
            One.

            ## Last
            One two three.
            """;
        string[] starts = ["# Guide", "## Long", "## Short"];
        var limit = s_tokenizer.CountTokens(Between(Text, "## Long", "## Short"));
        Assert.Equal(starts, Chunk(Text, DocumentFormat.Markdown, limit, min: 10).Select(FirstLine));
        Assert.Equal([.. starts, "## Last"], Chunk(Text, DocumentFormat.Markdown, limit, min: 0).Select(FirstLine));
        Assert.Equal([[], ["Guide"], ["Guide"]], Chunk(Text, DocumentFormat.Markdown, limit, min: 10).Select(chunk => chunk.Headings));
    }

    [Fact]
    public void A_heading_stays_with_its_text_and_is_told_by_the_chunks_that_continue_its_section()
    {
        var paragraph = string.Join(' ', Enumerable.Range(1, 8).Select(i => $"Sentence number {i} of this paragraph is here."));
        var chunks = Chunk($"# Top #\n\n## Sub `x`\n\n{paragraph}\n\nUnderlined\n----------\nText.", DocumentFormat.Markdown, 40, min: 12);
        Assert.StartsWith("# Top #\n\n## Sub `x`\n\nSentence number 1", chunks[0].Text, StringComparison.Ordinal);
        Assert.All(chunks, chunk => Assert.EndsWith(".", chunk.Text, StringComparison.Ordinal));
        Assert.Empty(chunks[0].Headings);
        Assert.All(chunks.Skip(1).SkipLast(1), chunk => Assert.Equal(["Top", "Sub `x`"], chunk.Headings));
        Assert.Equal(("Underlined\n----------\nText.", 7), (chunks[^1].Text, chunks[^1].StartLine));
        Assert.Equal(["Top"], chunks[^1].Headings);
    }

    [Theory]
    [InlineData("```python\n# not a heading\n\ndef f():\n    return 1\n```")]
    [InlineData("~~~\n```\n# not a heading\n~~~")]
    [InlineData("| name | value |\n|---|---|\n| a | one |\n| b | two |\n| c | three |")]
    [InlineData("One sentence. Another sentence follows it, and it is longer. The last one.")]
    public void A_block_that_fits_is_whole_wherever_it_is(string block)
    {
        var limit = s_tokenizer.CountTokens(block) + 12;
        for (var words = 0; words < 60; words++)
        {
            var before = string.Join(' ', Enumerable.Repeat("word", words));
            foreach (var text in new[] { $"{before}\n\n{block}\n\nAfter.", $"# H\n\n{before}:\n\n{block}", $"- {before}\n\n{block}\n" })
            {
                var chunks = Chunk(text, DocumentFormat.Markdown, limit, overlap: 6, min: 10);
                Assert.Contains(chunks, chunk => chunk.Text.Contains(block, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Code_is_cut_between_its_outermost_declarations()
    {
        const string Text =
            """
            import os

            # Adds numbers.
            @cached
            def add(a, b):

                total = a + b
                return total

            def multiply(a, b):
                product = a * b

                return product

            class Shape:
                def area(self):
                    return 0
            """;
        string[] starts = ["import os", "# Adds numbers.", "def multiply(a, b):", "class Shape:"];
        var limit = s_tokenizer.CountTokens(Between(Text, "# Adds", "def multiply"));
        Assert.Equal(starts, Chunk(Text, DocumentFormat.Code, limit).Select(FirstLine));
        const string Braces = "void A()\n{\n    One();\n}\n\nvoid B()\n{\n    Two(1, 2, 3, 4);\n    Three(1, 2, 3, 4);\n}\n";
        var braces = Chunk(Braces, DocumentFormat.Code, s_tokenizer.CountTokens(Braces) - 4);
        Assert.Equal(["void A()", "void B()"], braces.Select(FirstLine));
    }

    [Fact]
    public void Indentation_of_the_first_line_is_kept()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 30).Select(i => $"        call_number({i})"));
        var chunks = Chunk($"class A:\n    def f(self):\n{lines}", DocumentFormat.Code, 40);
        Assert.True(chunks.Count > 2);
        Assert.All(chunks.Skip(1), chunk => Assert.StartsWith("        call_number(", chunk.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Overlap_repeats_whole_sentences_within_its_limit_but_not_across_sections()
    {
        var paragraph = string.Join(' ', Enumerable.Range(1, 30).Select(i => $"This is sentence {i}."));
        var chunks = Chunk($"{paragraph}\n\n# New\n{paragraph}", DocumentFormat.Markdown, 60, overlap: 16);
        var withOverlap = chunks.Where(chunk => chunk.OverlapLength > 0).ToArray();
        var without = chunks.Except(withOverlap).ToArray();
        Assert.Equal(2, without.Length);
        Assert.Equal("# New", FirstLine(without[1]));
        Assert.All(withOverlap, chunk =>
        {
            Assert.StartsWith("This is sentence", chunk.Text, StringComparison.Ordinal);
            Assert.InRange(s_tokenizer.CountTokens(chunk.Text.AsSpan(0, chunk.OverlapLength)), 5, 16);
        });
    }

    [Theory]
    [InlineData(
        "Dr. Weber lives e.g. in St. Gallen and J. Doe, cf. fig. 3, does not. The next sentence starts here.",
        "The next sentence starts here.")]
    [InlineData(
        "She said: “Stop it now!” Then she left the room and closed the door behind her.",
        "Then she left the room and closed the door behind her.")]
    [InlineData("これは最初の文です。これは二番目の文です。", "これは二番目の文です。")]
    [InlineData("他说：“今天天气很好。”我们去公园散步吧，顺便买点水果回来。", "我们去公园散步吧，顺便买点水果回来。")]
    public void Sentences_are_found_in_several_languages(string text, string second)
    {
        var limit = s_tokenizer.CountTokens(text) - 1;
        Assert.Equal(second, Chunk(text, DocumentFormat.Text, limit)[^1].Text);
    }

    [Fact]
    public void Chinese_is_not_cut_before_closing_punctuation()
    {
        var text = string.Concat(Enumerable.Repeat("数据，索引", 80));
        Assert.All(Chunk(text, DocumentFormat.Text, 40).Skip(1), chunk => Assert.NotEqual('，', chunk.Text[0]));
    }

    [Fact]
    public void Surrogate_pairs_and_graphemes_are_not_cut_where_they_fit()
    {
        var text = string.Concat(Enumerable.Repeat("🙂", 200));
        Assert.All(Chunk(text, DocumentFormat.Text, 20), chunk => Assert.Equal(0, chunk.Text.Length % 2));
        var accents = string.Concat(Enumerable.Repeat("e\u0301", 200));
        Assert.All(Chunk(accents, DocumentFormat.Text, 20), chunk => Assert.Equal('e', chunk.Text[0]));
    }

    [Fact]
    public void A_megabyte_on_one_line_is_cut_in_seconds()
    {
        var random = new Random(1);
        var line = string.Concat(Enumerable.Range(0, 1 << 20).Select(_ => (char)random.Next('0', 'z')));
        var chunks = new DocumentChunker(s_tokenizer).Chunk(line);
        Assert.Equal(line, string.Concat(chunks.Select(chunk => chunk.Text[chunk.OverlapLength..])));
        Assert.All(chunks, chunk => Assert.InRange(chunk.TokenCount, 1, 400));
    }

    [Theory]
    [InlineData("notes.md", DocumentFormat.Markdown)]
    [InlineData("C.MD", DocumentFormat.Markdown)]
    [InlineData("src/Program.cs", DocumentFormat.Code)]
    [InlineData("schema.sql", DocumentFormat.Code)]
    [InlineData("letter.txt", DocumentFormat.Text)]
    [InlineData("a name", DocumentFormat.Text)]
    [InlineData("", DocumentFormat.Text)]
    public void The_format_is_known_by_the_extension(string name, DocumentFormat expected) =>
        Assert.Equal(expected, DocumentChunker.FormatOf(name));

    [Fact]
    public void Wrong_options_are_listed_together_and_later_changes_have_no_effect()
    {
        var fault = Assert.ThrowsAny<ArgumentException>(
            () => new DocumentChunker(s_tokenizer, new() { MaxTokens = 15, OverlapTokens = 100, MinTokens = -1 }));
        Assert.All(["MaxTokens", "OverlapTokens", "MinTokens"], name => Assert.Contains(name, fault.Message, StringComparison.Ordinal));
        Assert.Throws<ArgumentNullException>(() => new DocumentChunker(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DocumentChunker(s_tokenizer).Chunk("a", (DocumentFormat)9));

        var options = new ChunkingOptions { MaxTokens = 16, OverlapTokens = 0, MinTokens = 0 };
        var chunker = new DocumentChunker(s_tokenizer, options);
        options.MaxTokens = 1000;
        Assert.True(chunker.Chunk(string.Join(' ', Enumerable.Repeat("word", 100))).Count > 5);
    }

    internal static void AssertPromises(string text, IReadOnlyList<DocumentChunk> chunks, ChunkingOptions options)
    {
        var covered = 0;
        foreach (var (chunk, before) in chunks.Zip(chunks.Prepend(null)))
        {
            Assert.Equal(text.Substring(chunk.Start, chunk.Length), chunk.Text);
            Assert.Equal(s_tokenizer.CountTokens(chunk.Text), chunk.TokenCount);
            Assert.InRange(chunk.TokenCount, 1, options.MaxTokens);
            Assert.Equal(Lines(text[..chunk.Start]), chunk.StartLine);
            Assert.Equal(Lines(text[..(chunk.Start + chunk.Length)]), chunk.EndLine);

            // Nothing but white space is left out, and what overlaps is in the chunk before.
            var newStart = chunk.Start + chunk.OverlapLength;
            Assert.True(text.AsSpan(covered, newStart - covered).IsWhiteSpace());
            Assert.True(chunk.OverlapLength == 0 || chunk.Start > before!.Start);
            Assert.True(newStart >= covered && newStart < chunk.Start + chunk.Length);
            covered = chunk.Start + chunk.Length;

            Assert.False(IsCutPair(text, chunk.Start) || IsCutPair(text, covered), "A surrogate pair is cut.");
            Assert.False(char.IsWhiteSpace(chunk.Text[^1]));
            if (chunk.OverlapLength > 0)
            {
                Assert.InRange(s_tokenizer.CountTokens(chunk.Text.AsSpan(0, chunk.OverlapLength).Trim()), 0, options.OverlapTokens);
            }
        }

        Assert.True(text.AsSpan(covered).IsWhiteSpace());
    }

    private static int Lines(string text) => 1 + text.ReplaceLineEndings("\n").Count(character => character == '\n');

    private static bool IsCutPair(string text, int position) => position > 0 && position < text.Length
        && char.IsHighSurrogate(text[position - 1]) && char.IsLowSurrogate(text[position]);

    private static IReadOnlyList<DocumentChunk> Chunk(
        string text, DocumentFormat format = DocumentFormat.Text, int max = 400, int overlap = 0, int min = 0) =>
        new DocumentChunker(s_tokenizer, new() { MaxTokens = max, OverlapTokens = overlap, MinTokens = min }).Chunk(text, format);

    private static string Between(string text, string start, string end) =>
        text[text.IndexOf(start, StringComparison.Ordinal)..text.IndexOf(end, StringComparison.Ordinal)];

    private static string FirstLine(DocumentChunk chunk) => chunk.Text.Split('\n')[0].TrimEnd();
}
