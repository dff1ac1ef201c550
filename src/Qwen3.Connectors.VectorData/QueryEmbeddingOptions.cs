using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.VectorData;

/// <summary>How queries are embedded, and what they may search. Copied by <see cref="VectorSearchBuilder{T}.UseQueryEmbedding"/>: later changes have no effect.</summary>
/// <remarks>
/// The checks run before a collection's first record is written and before its first query is searched for, until they pass once. A mismatch is a
/// <see cref="VectorSpaceMismatchException"/>, or an <see cref="InvalidOperationException"/> where only lengths are known.
/// </remarks>
public sealed class QueryEmbeddingOptions
{
    /// <summary>The generator that the store embeds documents with: a store does not tell it. Queries must be of its vector space.</summary>
    /// <value>Default null: only generators that a collection's definition names are checked.</value>
    public IEmbeddingGenerator<string, Embedding<float>>? DocumentGenerator { get; set; }

    /// <summary>Gives the fingerprint that was stored beside a collection, by the collection's name; null where there is none. May be called concurrently.</summary>
    /// <value>Default null: no collection has one.</value>
    public Func<string, CancellationToken, Task<VectorSpaceFingerprint?>>? StoredSpace { get; set; }

    internal QueryEmbeddingOptions Clone() => (QueryEmbeddingOptions)MemberwiseClone();
}
