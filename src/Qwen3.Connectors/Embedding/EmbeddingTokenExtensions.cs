using System.Text.Json;
using AnyEmbedding = Microsoft.Extensions.AI.Embedding;

namespace Qwen3.Connectors;

/// <summary>
/// Reads the token counts of an embedding. Also works on embeddings that were stored as JSON, such as those of a distributed cache.
/// </summary>
public static class EmbeddingTokenExtensions
{
    /// <summary>Returns the number of tokens computed for the embedding's text, prompt and end token included.</summary>
    /// <param name="embedding">An embedding.</param>
    /// <returns>The number of tokens; null where the embedding does not say, because another provider computed it.</returns>
    public static int? GetTokenCount(this AnyEmbedding embedding) => Read(embedding, Qwen3PropertyNames.TokenCount);

    /// <summary>Returns the number of tokens of the embedding's text that were truncated.</summary>
    /// <param name="embedding">An embedding.</param>
    /// <returns>The number of tokens, 0 where the whole text was embedded; null where the embedding does not say.</returns>
    public static int? GetTruncatedTokenCount(this AnyEmbedding embedding) => Read(embedding, Qwen3PropertyNames.TruncatedTokenCount);

    private static int? Read(AnyEmbedding embedding, string name)
    {
        ArgumentNullException.ThrowIfNull(embedding);
        return embedding.AdditionalProperties?.TryGetValue(name, out var value) != true ? null
            : value is int number ? number
            : value is JsonElement { ValueKind: JsonValueKind.Number } element && element.TryGetInt32(out number) ? number
            : null;
    }
}
