using Microsoft.Extensions.AI;
using Qwen3.Connectors.VectorSearch;

// A reader's program has no test to be cancelled by.
#pragma warning disable xUnit1051

namespace Qwen3.Connectors.Tests.VectorSearch;

/// <summary>The code of docs/vector-search.md, compiled and run.</summary>
public class VectorSearchCode
{
    [Fact]
    public async Task Its_code_runs_and_finds()
    {
        using var documents = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        string[] texts = ["The capital of China is Beijing.", "Gravity is a force.", "A cookie is a small flat sweet cake."];
        const string path = "vectors.index";

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
    public void The_code_of_the_page_is_this() => PageSnippets.AssertCompiled(
        "docs/vector-search.md",
        "tests/Qwen3.Connectors.Tests/VectorSearch/VectorSearchCode.cs");
}
