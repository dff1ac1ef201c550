using Microsoft.Extensions.AI;
using Qwen3.Connectors.LocalStore;
using Qwen3.Connectors.VectorData;

// The code of a reader has no test cancellation token.
#pragma warning disable xUnit1051

namespace Qwen3.Connectors.Tests.Samples;

/// <summary>Compiles and runs the code of the README. <see cref="ReadmeTests"/> compares the two, apart from file names.</summary>
public class ReadmeCode
{
    [Fact]
    public async Task Three_lines_embed()
    {
        using var documents = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        var vector = await documents.GenerateVectorAsync("The capital of China is Beijing.");
        var query = await documents.AsQueryGenerator().GenerateVectorAsync("What is the capital of China?");

        Assert.Equal(0.7916, System.Numerics.Tensors.TensorPrimitives.Dot(query.Span, vector.Span), 1e-4);
    }

    [Fact]
    public async Task Three_more_rerank()
    {
        using var reranker = Qwen3Reranker.Load(GoldenModels.RerankerFile);
        string[] candidates = ["Gravity is a force.", "The capital of China is Beijing."];
        var ranking = await reranker.RerankAsync("What is the capital of China?", candidates);
        Console.WriteLine($"document {ranking[0].Index} answers with a probability of {ranking[0].Score:F2}");

        Assert.Equal((1, 0.8491), (ranking[0].Index, Math.Round(ranking[0].Score, 4)));
    }

    [Fact]
    public async Task A_memory_answers_with_what_the_page_shows()
    {
        var folder = Directory.CreateTempSubdirectory("qwen3-readme-").FullName;
        using var generator = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        using var reranker = Qwen3Reranker.Load(GoldenModels.RerankerFile);
        using (var memory = new Qwen3Memory(new LocalVectorStore(Path.Combine(folder, "memory.db")), generator, reranker))
        {
            foreach (var file in Directory.EnumerateFiles(TestData.File("samples", "data"), "*.md"))
            {
                await memory.AddAsync(Path.GetFileName(file), await File.ReadAllTextAsync(file));
            }

            using var output = new StringWriter { NewLine = "\n" };
            foreach (var hit in await memory.SearchAsync("program that recovers deleted photos", top: 3))
            {
                Console.WriteLine($"{hit.Score:F2}  {hit.Source}:{hit.Record.StartLine}  {hit.Text.Split('\n')[0]}");
                output.WriteLine($"{hit.Score:F2}  {hit.Source}:{hit.Record.StartLine}  {hit.Text.Split('\n')[0]}");
            }

            var page = (await File.ReadAllTextAsync(TestData.File("README.md"))).ReplaceLineEndings("\n");
            var start = page.IndexOf("it prints:\n\n```\n", StringComparison.Ordinal) + "it prints:\n\n```\n".Length;
            var shown = page[start..page.IndexOf("```", start, StringComparison.Ordinal)];

            // The last digit of a score may differ on another CPU, where sums are computed in another order.
            Assert.Equal(WithoutScores(shown), WithoutScores(output.ToString()));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static string[] WithoutScores(string lines) => [.. lines.Split('\n').Select(line => line.Split("  ", 2)[^1])];
}
