using System.Globalization;
using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Qwen3.Connectors;
using Qwen3.Connectors.Inference;

namespace Quickstart;

/// <summary>Prints the similarity and the relevance of each query and document beside the expected values.</summary>
internal sealed class Comparison(
    Qwen3EmbeddingGenerator queries, Qwen3EmbeddingGenerator documents, ITextReranker reranker, ModelFiles files)
{
    private const int ValueWidth = 8;
    private const string SimilarityTitle = "Similarity: the dot product of a query's and a document's embedding";
    private const string RelevanceTitle = "Relevance: the reranker's probability that a document answers a query";

    // The first two queries and documents are those of the model card.
    private static readonly string[] s_queries =
    [
        "What is the capital of China?",
        "Explain gravity",
        "how do I read a file line by line",
        "a small sweet baked food",
    ];

    private static readonly string[] s_documents =
    [
        "The capital of China is Beijing.",
        "Gravity is a force that attracts two bodies towards each other. It gives weight to physical objects and is responsible " +
            "for the movement of planets around the sun.",
        "Opens a text file and returns its lines one after another, so that a large file need not fit in memory.",
        "cookie: any of various small flat sweet cakes",
    ];

    /// <returns>Whether all computed values agree with the expected ones.</returns>
    public async Task<bool> RunAsync(TextWriter output)
    {
        output.WriteLine();
        foreach (var (i, document) in s_documents.Index())
        {
            output.WriteLine($"  D{i + 1} {TextColumn.Fit(document, 108).TrimEnd()}");
        }

        var model = documents.GetRequiredService<ModelDescription>();
        var expectedSimilarities = files.IsBundledEmbedding ? ExpectedValues.OfBundledEmbedding() : ExpectedValues.OfModelCard(model);
        var expectedScores = files.IsBundledReranker ? ExpectedValues.OfBundledReranker() : null;
        var similaritiesAgree = Write(output, SimilarityTitle, await SimilaritiesAsync(), expectedSimilarities);
        var scoresAgree = Write(output, RelevanceTitle, await ScoresAsync(), expectedScores);
        return similaritiesAgree && scoresAgree;
    }

    private async Task<double[][]> SimilaritiesAsync()
    {
        var queryVectors = await queries.GenerateAsync(s_queries);
        var documentVectors = await documents.GenerateAsync(s_documents);
        return [.. queryVectors.Select(query => documentVectors.Select(document => Dot(query, document)).ToArray())];

        static double Dot(Embedding<float> query, Embedding<float> document) =>
            TensorPrimitives.Dot(query.Vector.Span, document.Vector.Span);
    }

    private async Task<double[][]> ScoresAsync()
    {
        var scores = new List<double[]>();
        foreach (var query in s_queries)
        {
            var results = await reranker.RerankAsync(query, s_documents);
            scores.Add([.. results.OrderBy(result => result.Index).Select(result => result.Score)]);
        }

        return [.. scores];
    }

    private static bool Write(TextWriter output, string title, double[][] computed, ExpectedValues? expected)
    {
        output.WriteLine();
        output.WriteLine(title);
        var (header, names) = expected is null ? ("", "") : (Header(expected.Values, "expected"), Names(expected.Values));
        output.WriteLine($"  {"",-37}{Header(computed, "computed")}   {header}".TrimEnd());
        output.WriteLine($"  {"",-37}{Names(computed)}   {names}".TrimEnd());
        var agrees = true;
        foreach (var (i, row) in computed.Index())
        {
            output.Write($"  Q{i + 1} {TextColumn.Fit(s_queries[i], 34)}{Format(row)}");
            if (expected is not null && i < expected.Values.Length)
            {
                var isRowRight = expected.AgreesWith(i, row);
                agrees &= isRowRight;
                output.Write($"   {Format(expected.Values[i])}   {(isRowRight ? "ok" : "DIFFERS")}");
            }

            output.WriteLine();
        }

        output.WriteLine(expected is null
            ? "  No expected values are known for this file."
            : $"  Expected: {expected.Source}; ok means {expected.Rule}.");
        return agrees;
    }

    private static string Header(double[][] matrix, string title) => ("  " + title).PadRight(ValueWidth * matrix[0].Length);

    private static string Names(double[][] matrix) => string.Concat(matrix[0].Select((_, i) => $"D{i + 1}".PadLeft(ValueWidth)));

    private static string Format(double[] row) =>
        string.Concat(row.Select(value => value.ToString("F4", CultureInfo.InvariantCulture).PadLeft(ValueWidth)));
}
