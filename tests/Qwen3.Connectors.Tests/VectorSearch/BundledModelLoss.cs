using System.Globalization;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.Tests.VectorSearch;

/// <summary>
/// What smaller vectors lose with the bundled model on .NET's own documentation. The table of docs/vector-search.md is what this prints.
/// </summary>
public class BundledModelLoss
{
    private const int Matches = 10;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Takes about a minute; docs/vector-search.md has the command.</summary>
    [Fact(Explicit = true)]
    public async Task Print_the_table()
    {
        var corpus = await Corpus.EmbedAsync(documentCount: 20_000, queryCount: 1000);
        var lines = new List<string>
        {
            $"{corpus.Documents.Count} documents, {corpus.Queries.Count} queries, "
                + $"{System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}",
            "| scanned | dimensions | rescored in | candidates | bytes a vector | recall@10 | same first | its own summary in the "
            + "first 10 |",
            "|---|---|---|---|---|---|---|---|",
        };
        lines.AddRange(Ways().Select(options => Line(corpus, options)));
        Console.WriteLine(string.Join('\n', lines));
        Assert.Equal(20_000, corpus.Documents.Count);
    }

    [Fact]
    public async Task Losses_are_in_the_order_that_the_docs_say()
    {
        var corpus = await Corpus.EmbedAsync(documentCount: 600, queryCount: 60);
        double Recall(VectorIndexOptions options) => corpus.Measure(options).Recall;

        var cut = ((int[])[32, 64, 128, 256]).Select(dimensions => Recall(new() { ScanDimensions = dimensions })).ToList();
        Assert.Equal(cut.Order(), cut);
        Assert.Equal(1, cut[^1]);
        Assert.True(Recall(new() { ScanDimensions = 64, RescoreEncoding = VectorEncoding.Float32 }) > cut[1]);
        Assert.True(Recall(new() { ScanEncoding = VectorEncoding.Int8 }) > 0.95);
        var binary = Recall(new() { ScanEncoding = VectorEncoding.Binary });
        var rescored = Recall(new() { ScanEncoding = VectorEncoding.Binary, RescoreEncoding = VectorEncoding.Binary });
        Assert.InRange(binary, 0.2, 0.8);
        Assert.InRange(rescored, binary, 0.9);
        Assert.True(Recall(new() { ScanEncoding = VectorEncoding.Binary, RescoreEncoding = VectorEncoding.Int8 }) > rescored);
    }

    private static IEnumerable<VectorIndexOptions> Ways()
    {
        foreach (var dimensions in (int[])[256, 128, 64, 32])
        {
            yield return new() { ScanDimensions = dimensions };
        }

        foreach (var dimensions in (int[])[128, 64, 32])
        {
            yield return new() { ScanDimensions = dimensions, RescoreEncoding = VectorEncoding.Float32 };
        }

        yield return new() { ScanDimensions = 32, RescoreEncoding = VectorEncoding.Float32, CandidateMultiplier = 16 };
        yield return new() { ScanEncoding = VectorEncoding.Int8 };
        yield return new() { ScanEncoding = VectorEncoding.Int8, RescoreEncoding = VectorEncoding.Float32 };
        yield return new() { ScanEncoding = VectorEncoding.Int8, ScanDimensions = 64, RescoreEncoding = VectorEncoding.Int8 };
        yield return new() { ScanEncoding = VectorEncoding.Binary };
        foreach (var rescore in Enum.GetValues<VectorEncoding>().Reverse())
        {
            yield return new() { ScanEncoding = VectorEncoding.Binary, RescoreEncoding = rescore };
            yield return new() { ScanEncoding = VectorEncoding.Binary, RescoreEncoding = rescore, CandidateMultiplier = 16 };
        }
    }

    private static string Line(Corpus corpus, VectorIndexOptions options)
    {
        var (recall, first, own, bytes) = corpus.Measure(options);
        var candidates = options.RescoreEncoding is null ? "" : $"{options.CandidateMultiplier * Matches}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {options.ScanEncoding} | {options.ScanDimensions ?? 256} | {options.RescoreEncoding} | {candidates} | {bytes} "
            + $"| {recall:F3} | {first:F3} | {own:F3} |");
    }

    /// <summary>Summaries as documents, and names of members, evenly from all, as queries for them.</summary>
    private sealed record Corpus(GeneratedEmbeddings<Embedding<float>> Documents, GeneratedEmbeddings<Embedding<float>> Queries)
    {
        private readonly VectorIndex _exact = VectorIndex.Create(Documents.ToVectors());

        public static async Task<Corpus> EmbedAsync(int documentCount, int queryCount)
        {
            var members = ApiDocumentation.Read(documentCount);
            using var documents = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
            using var queries = documents.AsQueryGenerator();
            return new Corpus(
                await documents.GenerateAsync(members.Select(member => member.Summary), cancellationToken: Cancellation),
                await queries.GenerateAsync(Enumerable.Range(0, queryCount).Select(i => members[i * members.Length / queryCount].Name),
                cancellationToken: Cancellation));
        }

        public (double Recall, double SameFirst, double OwnFound, int Bytes) Measure(VectorIndexOptions options)
        {
            var index = VectorIndex.Create(Documents.ToVectors(), options);
            var recall = index.MeasureRecall(_exact, Queries.Select(query => query.Vector), Matches, Cancellation);
            var found = index.Search(Queries.ToVectors(), Matches, Cancellation);
            var exact = _exact.Search(Queries.ToVectors(), 1, Cancellation);
            var first = found.Zip(exact).Count(pair => pair.First[0].Id == pair.Second[0].Id);
            var own = found.Index().Count(pair => pair.Item.Any(match => match.Id == pair.Index * Documents.Count / Queries.Count));
            return (recall, (double)first / Queries.Count, (double)own / Queries.Count, index.BytesPerVector);
        }
    }
}
