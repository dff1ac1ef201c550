namespace Qwen3.Connectors.SemanticKernel;

/// <summary>How a text search is reranked. Copied when the search is created: later changes have no effect.</summary>
public sealed class RerankingTextSearchOptions
{
    /// <summary>
    /// Results to fetch and rerank, 1 or more; more where skip and top ask for more. Web searches have limits of their own: Google 10, Bing 50.
    /// </summary>
    /// <value>Default 50. Reranking takes time in proportion: lower it where answers must come fast, and see <see cref="RerankOptions.MaxDuration"/>.</value>
    public int Candidates { get; set; } = 50;

    /// <summary>Minimum score, instruction and budget, where a record's text is, and what happens when reranking fails. A top-n is taken before skip and top.</summary>
    /// <value>
    /// Default: every result, failures thrown. Without a text selector, strings and <c>TextSearchResult</c>s have their own text; a record's is the property named,
    /// that marked <c>[TextSearchResultValue]</c>, or what <see cref="ResultRerankingOptions.FindText"/> finds.
    /// </value>
    public ResultRerankingOptions Results { get; set; } = new();
}
