using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Models.Catalog;

/// <summary>The catalog's data.</summary>
/// <remarks>
/// Qwen publishes GGUF files of its embedding models, but not of its rerankers. The rerankers here were converted with their yes/no head where such files
/// exist (ggml-org, Voodisss, giladgd); the others are language models, of which the engine uses the head (mradermacher).
/// Lengths and hashes come from the server at download: they were not known for certain when the table was written.
/// </remarks>
internal static class CatalogTable
{
    // Model | default | quantisations | repository | file, where # is the quantisation.
    private const string Rows =
        """
        Embedding 0.6B | Q8_0   | Q8_0                            | Qwen/Qwen3-Embedding-0.6B-GGUF              | Qwen3-Embedding-0.6B-#.gguf
        Embedding 0.6B |        | F16                             | Qwen/Qwen3-Embedding-0.6B-GGUF              | Qwen3-Embedding-0.6B-f16.gguf
        Embedding 4B   | Q4_K_M | Q4_K_M Q5_0 Q5_K_M Q6_K Q8_0    | Qwen/Qwen3-Embedding-4B-GGUF                | Qwen3-Embedding-4B-#.gguf
        Embedding 4B   |        | F16                             | Qwen/Qwen3-Embedding-4B-GGUF                | Qwen3-Embedding-4B-f16.gguf
        Embedding 8B   | Q4_K_M | Q4_K_M Q5_0 Q5_K_M Q6_K Q8_0    | Qwen/Qwen3-Embedding-8B-GGUF                | Qwen3-Embedding-8B-#.gguf
        Embedding 8B   |        | F16                             | Qwen/Qwen3-Embedding-8B-GGUF                | Qwen3-Embedding-8B-f16.gguf
        Reranker 0.6B  |        | Q4_K_M                          | Voodisss/Qwen3-Reranker-0.6B-GGUF-llama_cpp | Qwen3-Reranker-0.6B-#.gguf
        Reranker 0.6B  | Q8_0   | Q8_0                            | ggml-org/Qwen3-Reranker-0.6B-Q8_0-GGUF      | qwen3-reranker-0.6b-q8_0.gguf
        Reranker 0.6B  |        | F16                             | mradermacher/Qwen3-Reranker-0.6B-GGUF       | Qwen3-Reranker-0.6B.f16.gguf
        Reranker 4B    | Q4_K_M | Q4_K_M                          | Voodisss/Qwen3-Reranker-4B-GGUF-llama_cpp   | Qwen3-Reranker-4B-#.gguf
        Reranker 4B    |        | Q5_K_M                          | mradermacher/Qwen3-Reranker-4B-GGUF         | Qwen3-Reranker-4B.#.gguf
        Reranker 4B    |        | Q8_0                            | giladgd/Qwen3-Reranker-4B-GGUF              | Qwen3-Reranker-4B.#.gguf
        Reranker 8B    |        | Q3_K_M                          | mradermacher/Qwen3-Reranker-8B-GGUF         | Qwen3-Reranker-8B.#.gguf
        Reranker 8B    | Q4_K_M | Q4_K_M                          | Voodisss/Qwen3-Reranker-8B-GGUF-llama_cpp   | Qwen3-Reranker-8B-#.gguf
        Reranker 8B    |        | Q5_K_M                          | mradermacher/Qwen3-Reranker-8B-GGUF         | Qwen3-Reranker-8B.#.gguf
        Reranker 8B    |        | Q8_0                            | Voodisss/Qwen3-Reranker-8B-GGUF-llama_cpp   | Qwen3-Reranker-8B-#.gguf
        Reranker 8B    |        | F16                             | mradermacher/Qwen3-Reranker-8B-GGUF         | Qwen3-Reranker-8B.f16.gguf
        """;

    public static IReadOnlyList<CatalogModel> Read() =>
        [.. Rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(row => Read(row.Split('|', StringSplitOptions.TrimEntries)))];

    private static IEnumerable<CatalogModel> Read(string[] cells)
    {
        var (kind, size) = (Enum.Parse<ModelKind>(cells[0].Split(' ')[0]), cells[0].Split(' ')[1]);
        var shape = OfficialShapes.Of(kind, size);
        var hasOwnHead = kind == ModelKind.Reranker && !OfficialShapes.IsTied(size) && cells[3].StartsWith("mradermacher", StringComparison.Ordinal);
        return cells[2].Split(' ').Select(quantization => new CatalogModel
        {
            Kind = kind,
            Size = size,
            Quantization = quantization,
            Repository = cells[3],
            File = cells[4].Replace("#", quantization, StringComparison.Ordinal),
            EstimatedBytes = SizeEstimate.Bytes(shape, quantization, hasOwnHead),
            Dimensions = kind == ModelKind.Embedding ? shape.HiddenSize : null,
            ContextLength = shape.ContextLength,
            IsDefault = quantization == cells[1],
        });
    }
}
