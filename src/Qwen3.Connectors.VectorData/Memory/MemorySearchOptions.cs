using System.Linq.Expressions;

namespace Qwen3.Connectors.VectorData;

/// <summary>Options of a search in a <see cref="Qwen3Memory"/>.</summary>
public sealed class MemorySearchOptions
{
    /// <summary>
    /// Gets or sets a condition of the chunks to search, such as <c>record => record.Tags.Contains("en")</c>. The store evaluates it.
    /// </summary>
    /// <value>Default null: all chunks are searched.</value>
    public Expression<Func<MemoryRecord, bool>>? Filter { get; set; }

    /// <summary>Gets or sets the number of chunks that are found and reranked; ignored without a reranker.</summary>
    /// <value>Default 50. At least 1; never fewer than the search returns.</value>
    public int Candidates { get; set; } = 50;

    /// <summary>Gets or sets the score (<see cref="MemoryHit.Score"/>) below which a chunk is left out.</summary>
    /// <value>Default null: none is.</value>
    public double? MinimumScore { get; set; }

    /// <summary>
    /// Gets or sets whether the words of the query are searched too, and the two results combined. For names, numbers and languages that
    /// the model does not know well. The store must support hybrid search.
    /// </summary>
    /// <value>Default false.</value>
    public bool UseKeywords { get; set; }
}
