namespace Qwen3.Connectors.SemanticKernel;

/// <summary>
/// Options for reranking the results of a text search. Copied when the search is created: later changes have no effect.
/// <c>TopN</c> of the rerank options is applied before the Skip and Top of the search.
/// </summary>
public sealed class RerankingTextSearchOptions : ResultRerankingOptions
{
    /// <summary>
    /// Gets or sets the number of results to fetch and rerank, 1 or more; raised to Skip + Top where that is more. Web searches have
    /// their own limits: Google 10, Bing 50.
    /// </summary>
    /// <value>
    /// Default 50. The time for reranking is proportional: lower the number if answers must be fast, or set
    /// <see cref="RerankOptions.MaxDuration"/>.
    /// </value>
    public int Candidates
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 50;
}
