using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.VectorData;

/// <summary>
/// Options that check the vectors of queries against those of a collection. Copied by
/// <see cref="VectorSearchBuilder{T}.UseQueryEmbedding"/>: later changes have no effect.
/// </summary>
/// <remarks>
/// The checks run before the first write to a collection and before its first search, until they pass once. A mismatch throws a
/// <see cref="VectorSpaceMismatchException"/>, or an <see cref="InvalidOperationException"/> if only the lengths of the vectors are known.
/// </remarks>
public sealed class QueryEmbeddingOptions
{
    /// <summary>
    /// Gets or sets the generator that the store embeds documents with, which a store does not expose. Queries must be in its vector space.
    /// Not disposed.
    /// </summary>
    /// <value>Default null: only generators in a collection's definition are checked.</value>
    public IEmbeddingGenerator<string, Embedding<float>>? DocumentGenerator { get; set; }

    /// <summary>
    /// Gets or sets a delegate that returns the fingerprint that was stored with a collection, given the collection's name; null if there
    /// is none. May be called concurrently.
    /// </summary>
    /// <value>Default null: no collection has a stored fingerprint.</value>
    public Func<string, CancellationToken, Task<VectorSpaceFingerprint?>>? StoredSpace { get; set; }

    internal QueryEmbeddingOptions Clone() => (QueryEmbeddingOptions)MemberwiseClone();
}
