using System.Text.Json;

namespace Qwen3.Connectors.Tests;

/// <summary>The bundled models and what they must give.</summary>
internal sealed record GoldenModels
{
    private static readonly JsonSerializerOptions s_names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static string EmbeddingFile => TestData.File("samples", "models", "qwen3-mini-embedding.Q8_0.gguf");

    public static string RerankerFile => TestData.File("samples", "models", "qwen3-mini-reranker.Q8_0.gguf");

    public required string[] Queries { get; init; }

    public required string[] Documents { get; init; }

    /// <summary><c>[queries x hidden]</c>, of norm one.</summary>
    public required double[][] QueryEmbeddings { get; init; }

    /// <summary><c>[documents x hidden]</c>, of norm one.</summary>
    public required double[][] DocumentEmbeddings { get; init; }

    /// <summary><c>[queries x documents]</c>; fewer columns than there are documents.</summary>
    public required double[][] YesProbabilities { get; init; }

    public static GoldenModels Load() => JsonSerializer.Deserialize<GoldenModels>(
        File.ReadAllBytes(TestData.File("samples", "models", "golden.json")),
        s_names)!;
}
