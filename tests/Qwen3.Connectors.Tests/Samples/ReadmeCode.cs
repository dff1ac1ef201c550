using Microsoft.Extensions.AI;

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
}
