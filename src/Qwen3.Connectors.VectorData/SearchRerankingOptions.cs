namespace Qwen3.Connectors.VectorData;

/// <summary>
/// Options for reranking the results of a vector search. Copied by <see cref="VectorSearchBuilder{T}.UseReranking"/>: later changes have no
/// effect.
/// </summary>
/// <remarks>
/// The <c>ScoreThreshold</c> and <c>Filter</c> of a search apply to the vector search, <see cref="RerankOptions.MinimumScore"/> to the
/// scores of the reranker. <c>Skip</c> and top apply to the reranked results. A search for a value that is neither a string nor an
/// <see cref="EmbeddedQuery"/> is not reranked: it has no text. The text of a record is that of a data property, unless the options name
/// another one.
/// </remarks>
public sealed class SearchRerankingOptions : ResultRerankingOptions
{
    /// <summary>Gets or sets the number of results to fetch and rerank, 1 or more; more if skip and top ask for more.</summary>
    /// <value>Default 50.</value>
    /// <remarks>Pages are consistent with each other as long as the sum of skip and top does not exceed it.</remarks>
    public int Candidates
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 50;

    /// <summary>
    /// Gets or sets whether results keep the scores of the vector search. They are then not in the order of their scores.
    /// </summary>
    /// <value>
    /// Default false: the score of a result is the reranker's, a probability from 0 to 1, where higher is better whatever the store's
    /// distance function; 0 for a record whose text is null.
    /// </value>
    public bool KeepVectorScores { get; set; }
}
