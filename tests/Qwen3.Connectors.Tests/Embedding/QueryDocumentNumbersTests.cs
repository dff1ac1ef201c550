using System.Globalization;
using System.Numerics.Tensors;
using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Tests.Embedding;

/// <summary>The numbers of docs/queries-and-documents.md, measured on the bundled model.</summary>
public sealed class QueryDocumentNumbersTests : IDisposable
{
    private readonly Qwen3EmbeddingGenerator _documents = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
    private readonly Qwen3EmbeddingGenerator _queries;

    public QueryDocumentNumbersTests() => _queries = _documents.AsQueryGenerator();

    [Fact]
    public async Task The_page_shows_what_the_bundled_model_gives()
    {
        var page = File.ReadAllLines(TestData.File("docs", "queries-and-documents.md"));
        foreach (var (query, queries) in new[] { ("as query", _queries), ("as document", _documents) })
        {
            foreach (var (passage, passages) in new[] { ("as query", _queries), ("as document", _documents) })
            {
                var start = $"| {query} | {passage} | ";
                var shown = Assert.Single(page, line => line.StartsWith(start, StringComparison.Ordinal))[start.Length..].Replace(
                    $" of {QueryDocumentPairs.All.Length}", "", StringComparison.Ordinal);
                var numbers = shown.Split(
                    '|',
                    StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(number =>
                        double.Parse(number, CultureInfo.InvariantCulture));
                Assert.All(numbers.Zip(await MeasureAsync(queries, passages)), pair => Assert.Equal(pair.Second, pair.First, 0.0051));
            }
        }
    }

    public void Dispose() => _documents.Dispose();

    /// <returns>Right passages first, mean reciprocal rank, mean cosine of right passages, and of the others.</returns>
    private static async Task<double[]> MeasureAsync(Qwen3EmbeddingGenerator queries, Qwen3EmbeddingGenerator passages)
    {
        var pairs = QueryDocumentPairs.All;
        var asked = await queries.GenerateAsync(pairs.Select(pair => pair.Query), cancellationToken: TestContext.Current.CancellationToken);
        var stored = await passages.GenerateAsync(
            pairs.Select(pair => pair.Passage), cancellationToken: TestContext.Current.CancellationToken);
        var right = pairs.Select((_, i) => Cosine(asked[i], stored[i])).ToArray();
        var ranks = pairs.Select((_, i) => 1 + stored.Count(other => Cosine(asked[i], other) > right[i])).ToArray();
        var others = pairs.Select((_, i) => stored.Where((_, j) => j != i).Average(other => Cosine(asked[i], other))).Average();
        return [ranks.Count(rank => rank == 1), ranks.Average(rank => 1.0 / rank), right.Average(), others];
    }

    private static float Cosine(Embedding<float> a, Embedding<float> b) => TensorPrimitives.Dot(a.Vector.Span, b.Vector.Span);
}
