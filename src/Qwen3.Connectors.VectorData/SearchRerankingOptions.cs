namespace Qwen3.Connectors.VectorData;

/// <summary>How the results of a vector search are reranked. Copied by <see cref="VectorSearchBuilder{T}.UseReranking"/>: later changes have no effect.</summary>
/// <remarks>
/// A search's <c>ScoreThreshold</c> and <c>Filter</c> hold for the vector search, <see cref="RerankOptions.MinimumScore"/> for the reranker's scores. <c>Skip</c> and
/// top are applied to the reranked results. A search whose value is no text, and no <see cref="EmbeddedQuery"/>, is not reranked: there is nothing to read.
/// </remarks>
public sealed class SearchRerankingOptions
{
    /// <summary>Results that are fetched and reranked where fewer are asked for; 1 or more. Where more are asked for, that many.</summary>
    /// <value>Default 50.</value>
    /// <remarks>Pages agree with each other as long as skip and top together are not above it.</remarks>
    public int Candidates
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 50;

    /// <summary>Minimum score, instruction, limits and budget. What they leave out is not returned.</summary>
    /// <value>Default null: every candidate is scored, none is left out.</value>
    public RerankOptions? RerankOptions { get; set; }

    /// <summary>Gives the text of a record. Null is taken as an empty text, which ranks low.</summary>
    /// <value>Default null: the text is found by <see cref="TextProperty"/>.</value>
    public Func<object, string?>? TextSelector { get; set; }

    /// <summary>The name of the property that has a record's text; case does not matter. A value of null is taken as an empty text, which ranks low.</summary>
    /// <value>
    /// Default null: the one with <see cref="RerankTextAttribute"/>; else the one with Semantic Kernel's <c>TextSearchResultValue</c>; else the only full-text indexed
    /// string; else the first of Text, Content, Value and Chunk; else the only string among the data properties. Where there is none, a search fails and says so.
    /// </value>
    public string? TextProperty { get; set; }

    /// <summary>Whether results keep the scores of the vector search. They are then not in the order of their scores.</summary>
    /// <value>Default false: a result's score is the reranker's, a probability from 0 to 1, higher is better whatever the store's distance function.</value>
    public bool KeepVectorScores { get; set; }

    /// <summary>What to do where the reranker fails or records have no text. Cancellation, and failures of the store, are always thrown.</summary>
    /// <value>Default <see cref="RerankFailurePolicy.Throw"/>; with <see cref="RerankFailurePolicy.KeepOrder"/> results are the vector search's, and a warning is logged.</value>
    public RerankFailurePolicy FailurePolicy { get; set; }

    /// <summary>Called with what went wrong when <see cref="RerankFailurePolicy.KeepOrder"/> keeps results as they are; may be called concurrently.</summary>
    /// <value>Default null.</value>
    public Action<Exception>? OnFailure { get; set; }

    /// <exception cref="ArgumentException">An option is wrong.</exception>
    internal SearchRerankingOptions CloneValid(string parameterName)
    {
        if (!Enum.IsDefined(FailurePolicy) || TextProperty is { Length: 0 })
        {
            throw new ArgumentException(
                $"{nameof(SearchRerankingOptions)}: expected a known {nameof(FailurePolicy)}, and a name or null as {nameof(TextProperty)}.", parameterName);
        }

        var copy = (SearchRerankingOptions)MemberwiseClone();
        copy.RerankOptions = RerankOptions?.Clone();
        return copy;
    }
}
