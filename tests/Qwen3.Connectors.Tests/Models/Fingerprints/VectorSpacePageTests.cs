using System.Text.RegularExpressions;
using Qwen3.Connectors.Tests.Gguf;
using Qwen3.Connectors.VectorSearch;

// The code of the page has no cancellation token.
#pragma warning disable xUnit1051

namespace Qwen3.Connectors.Tests.Models.Fingerprints;

/// <summary>The code of docs/vector-space.md, compiled and run.</summary>
public partial class VectorSpacePageTests
{
    private static readonly string s_page = File.ReadAllText(TestData.File("docs", "vector-space.md")).ReplaceLineEndings("\n");

    [Fact]
    public async Task A_stored_fingerprint_is_parsed_and_compared_with_a_generator()
    {
        using var folder = new TemporaryFile("index.space");
        var file = folder.Path;

        using var documents = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        await File.WriteAllTextAsync(file, documents.GetVectorSpace().ToString());

        var stored = VectorSpaceFingerprint.Parse(await File.ReadAllTextAsync(file));
        documents.AsQueryGenerator().GetVectorSpace().EnsureCompatible(stored);

        var index = VectorIndex.Create(
            (await documents.GenerateAsync(["a", "b"])).ToVectors(), new() { Space = documents.GetVectorSpace().ToString() });
        index.EnsureCompatible(documents.AsQueryGenerator());

        Assert.Equal(2, index.Count);
    }

    [Fact]
    public void The_code_of_the_page_is_compiled()
    {
        var compiled = File.ReadLines(TestData.File("tests", "Qwen3.Connectors.Tests", "Models", "Fingerprints", "VectorSpacePageTests.cs"))
            .Select(line => line.Trim().Replace("GoldenModels.EmbeddingFile", "\"qwen3-embedding.gguf\"", StringComparison.Ordinal))
            .ToHashSet();
        var blocks = CodeBlock().Matches(s_page);
        Assert.Equal(3, blocks.Count);
        Assert.All(blocks.SelectMany(block => block.Groups[1].Value.Split('\n')), line => Assert.Contains(line.Trim(), compiled));
    }

    [Fact]
    public void The_table_agrees_with_the_comparison()
    {
        var rows = Row().Matches(s_page).ToDictionary(
            row => row.Groups[1].Value, row => (row.Groups[2].Value == "refused", row.Groups[3].Value == "refused"));
        var documents = VectorSpaceTests.Of(new());
        var queries = VectorSpaceTests.Of(new() { Role = EmbeddingRole.Query });
        Assert.Equal(rows["weights"], Outcome(documents with { Weights = "00" }, documents));
        Assert.Equal(rows["tokenizer"], Outcome(documents with { Tokenizer = "00" }, documents));
        Assert.Equal(rows["template"], Outcome(documents with { Template = "00" }, documents));
        Assert.Equal(rows["pooling"], Outcome(documents with { Pooling = "00" }, documents));
        Assert.Equal(rows["dimensions"], Outcome(documents with { Dimensions = 64 }, documents));
        Assert.Equal(rows["role: queries meet stored documents"], Outcome(documents, queries));
        Assert.Equal(rows["role: documents meet stored queries"], Outcome(queries, documents));
        Assert.Equal(rows["instruction: queries meet stored queries"], Outcome(queries, queries with { Instruction = "00" }));
        Assert.Equal(rows["truncation"], Outcome(documents with { MaxTokens = 5 }, documents));
        Assert.Equal(9, rows.Count);
    }

    private static (bool PreventsSearching, bool PreventsAdding) Outcome(VectorSpaceFingerprint stored, VectorSpaceFingerprint current)
    {
        var difference = Assert.Single(current.Compare(stored));
        return (difference.PreventsSearching, difference.PreventsAdding);
    }

    [GeneratedRegex("```csharp\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^\| ([^|]+) \| (refused|allowed) \| (refused|allowed) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
