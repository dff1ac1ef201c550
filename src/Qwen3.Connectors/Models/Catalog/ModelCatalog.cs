using System.Diagnostics.CodeAnalysis;
using Qwen3.Connectors.Models.Catalog;

namespace Qwen3.Connectors;

/// <summary>The published files of the six official models, which are found by their usual names. No member accesses a disk or a network.</summary>
public static class ModelCatalog
{
    /// <summary>Every file: embedding models before rerankers, small before large.</summary>
    public static IReadOnlyList<CatalogModel> Models { get; } = CatalogTable.Read();

    /// <summary>Finds a file by its name.</summary>
    /// <param name="name">
    /// Such as <c>Qwen3-Embedding-0.6B:Q8_0</c>, <c>qwen3-embedding:4b</c>, <c>qwen3-embedding:8b-fp16</c>, <c>dengcao/Qwen3-Reranker-8B:Q4_K_M</c> or
    /// <c>hf.co/Qwen/Qwen3-Embedding-4B-GGUF:Q5_K_M</c>, in any case. Without a quantization: Q8_0 for 0.6B, Q4_K_M for 4B and 8B.
    /// </param>
    /// <returns>The file.</returns>
    /// <exception cref="ArgumentException">The catalog has no such name; the message lists the nearest ones.</exception>
    public static CatalogModel Get(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return TryGet(name, out var model)
            ? model
            : throw new ArgumentException($"There is no model '{name}' in the catalog. {NearestNames.Advice(name, Models)}", nameof(name));
    }

    /// <summary>Finds a file by its name, as <see cref="Get"/> does.</summary>
    /// <param name="name">Any text, or null.</param>
    /// <param name="model">The file, or null.</param>
    /// <returns>Whether the catalog has it.</returns>
    public static bool TryGet(string? name, [NotNullWhen(true)] out CatalogModel? model)
    {
        model = ModelName.TryParse(name, out var parsed) ? parsed.FindIn(Models) : null;
        return model is not null;
    }
}
