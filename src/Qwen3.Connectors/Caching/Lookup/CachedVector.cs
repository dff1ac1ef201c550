using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Caching.Lookup;

/// <summary>The cached part of an embedding.</summary>
/// <param name="Values"><c>[dimensions]</c>, of norm one.</param>
/// <param name="TokenCount">Tokens computed for the text.</param>
/// <param name="TruncatedTokenCount">Tokens of the text that were left out.</param>
/// <param name="CreatedAt">When the vector was computed.</param>
internal sealed record CachedVector(ReadOnlyMemory<float> Values, int TokenCount, int TruncatedTokenCount, DateTimeOffset? CreatedAt)
{
    public static CachedVector Create(Embedding<float> embedding) => new(
        embedding.Vector, embedding.GetTokenCount() ?? 0, embedding.GetTruncatedTokenCount() ?? 0, embedding.CreatedAt);
}
