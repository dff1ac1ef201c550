using System.Globalization;
using System.Text.Json;
using Qwen3.Connectors.Inference;

namespace Quickstart;

/// <summary>The expected values of a model for the first queries and documents, <c>[queries x documents]</c>.</summary>
internal sealed record ExpectedValues(double[][] Values, string Source, double? Tolerance)
{
    /// <summary>Describes when a row agrees.</summary>
    public string Rule => Tolerance is { } tolerance
        ? string.Create(CultureInfo.InvariantCulture, $"within {tolerance:0.#####}")
        : "the same document is nearest (with so few bits per weight, the values differ)";

    public bool AgreesWith(int query, double[] row)
    {
        var expected = Values[query];
        return Tolerance is { } tolerance
            ? expected.Zip(row).All(pair => Math.Abs(pair.First - pair.Second) <= tolerance)
            : Array.IndexOf(expected, expected.Max()) == Array.IndexOf(row, row.Take(expected.Length).Max());
    }

    public static ExpectedValues OfBundledEmbedding()
    {
        using var golden = JsonDocument.Parse(File.ReadAllBytes(ModelFiles.GoldenFile));
        var queries = ReadMatrix(golden, "query_embeddings", 4);
        var documents = ReadMatrix(golden, "document_embeddings", 4);
        double[][] values = [.. queries.Select(query => documents.Select(document => Dot(query, document)).ToArray())];
        return new ExpectedValues(values, "a float64 reference on the same file", 1e-5);
    }

    public static ExpectedValues OfBundledReranker()
    {
        using var golden = JsonDocument.Parse(File.ReadAllBytes(ModelFiles.GoldenFile));
        double[][] values = [.. ReadMatrix(golden, "yes_probabilities", 4).Select(row => row[..4])];
        return new ExpectedValues(values, "a float64 reference on the same file", 1e-4);
    }

    /// <summary>Returns the values of the model card's example, chosen by the shape of the network; null for other shapes.</summary>
    public static ExpectedValues? OfModelCard(ModelDescription model)
    {
        (string Name, double[][] Values)? card = (model.Shape.LayerCount, model.Shape.HiddenSize) switch
        {
            (28, 1024) => ("Qwen3-Embedding-0.6B", [[0.7646, 0.1414], [0.1355, 0.6000]]),
            (36, 2560) => ("Qwen3-Embedding-4B", [[0.7534, 0.1147], [0.0320, 0.6258]]),
            (36, 4096) => ("Qwen3-Embedding-8B", [[0.7493, 0.0751], [0.0880, 0.6318]]),
            _ => null,
        };
        return card is { } known
            ? new ExpectedValues(known.Values, $"the model card of {known.Name}", ToleranceOf(model.WeightType))
            : null;
    }

    /// <summary>Returns the tolerance of a weight type. The values of the card are those of 16-bit weights.</summary>
    private static double? ToleranceOf(string weightType) => weightType switch
    {
        "F32" or "F16" or "BF16" or "Q8_0" => 0.01,
        "Q6_K" or "Q5_K" or "Q5_0" or "Q5_1" => 0.02,
        "Q4_K" or "Q4_0" or "Q4_1" or "IQ4_NL" or "IQ4_XS" or "MXFP4" => 0.04,
        _ => null,
    };

    private static double Dot(double[] query, double[] document) => query.Zip(document, (q, d) => q * d).Sum();

    private static double[][] ReadMatrix(JsonDocument golden, string name, int rows) =>
        [.. golden.RootElement.GetProperty(name).EnumerateArray().Take(rows).Select(ReadRow)];

    private static double[] ReadRow(JsonElement row) => [.. row.EnumerateArray().Select(value => value.GetDouble())];
}
