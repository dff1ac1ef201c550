using Microsoft.Extensions.AI;
using Qwen3.Connectors.VectorSearch;

// A reader's program has no test to be cancelled by.
#pragma warning disable xUnit1051

namespace Qwen3.Connectors.Tests.VectorSearch;

/// <summary>The code of docs/vector-search.md, compiled and run.</summary>
public class VectorSearchCode
{
    private static readonly string[] s_texts = ["The capital of China is Beijing.", "Gravity is a force.",
        "A cookie is a small flat sweet cake."];

    [Fact]
    public async Task Its_code_runs_and_finds()
    {
        using var documents = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        var texts = s_texts;
        var path = Path.Combine(Path.GetTempPath(), $"qwen3-index-{Guid.NewGuid():N}");

        var index = VectorIndex.Create((await documents.GenerateAsync(texts)).ToVectors());
        var query = await documents.AsQueryGenerator().GenerateVectorAsync("What is the capital of China?");
        foreach (var match in index.Search(query, 10))
        {
            Console.WriteLine($"{match.Score:F3} {texts[match.Id]}");
        }

        var embeddings = (await documents.GenerateAsync(texts)).ToVectors().ToList();
        var small = VectorIndex.Create(embeddings, new() { ScanEncoding = VectorEncoding.Binary, RescoreEncoding = VectorEncoding.Int8 });
        var recall = small.MeasureRecall(VectorIndex.Create(embeddings), [query], 10);
        Console.WriteLine($"{recall:P0} of the matches of the exact search, in {small.BytesPerVector} bytes per vector");

        using (var file = File.Create(path))
        {
            index.Save(file);
        }

        using (var file = File.OpenRead(path))
        {
            index = VectorIndex.Load(file);
        }

        var id = index.Add(query);
        index.Remove(id);

        Assert.Equal((0, 3), (index.Search(query, 1)[0].Id, index.Count));
        Assert.Equal(1, recall);
        File.Delete(path);
    }

    [Fact]
    public void The_code_of_the_page_is_this()
    {
        var compiled = File.ReadLines(TestData.File("tests", "Qwen3.Connectors.Tests", "VectorSearch", "VectorSearchCode.cs"))
            .Select(line => line.Trim()).ToHashSet();
        var code = File.ReadAllText(TestData.File("docs", "vector-search.md")).ReplaceLineEndings("\n").Split("```csharp\n").Skip(1)
            .SelectMany(block => block.Split("\n```")[0].Split('\n'));
        Assert.NotEmpty(code);
        Assert.All(code.Where(line => line.Length > 0), line => Assert.Contains(line.Trim(), compiled));
    }
}
