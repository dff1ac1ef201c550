namespace Qwen3.Connectors;

/// <summary>What happens to search results that can't be reranked.</summary>
public enum RerankFailurePolicy
{
    /// <summary>The exception goes to the caller.</summary>
    Throw,

    /// <summary>The results stay as the search gave them, and <see cref="ResultRerankingOptions.OnFailure"/> hears of it.</summary>
    KeepOrder,
}
