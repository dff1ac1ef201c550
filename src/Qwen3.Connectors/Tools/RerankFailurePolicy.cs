namespace Qwen3.Connectors;

/// <summary>Specifies what happens when search results can't be reranked.</summary>
public enum RerankFailurePolicy
{
    /// <summary>The exception is thrown to the caller.</summary>
    Throw,

    /// <summary>
    /// The results are returned in the order of the search, and <see cref="ResultRerankingOptions.OnFailure"/> is called.
    /// </summary>
    KeepOrder,
}
