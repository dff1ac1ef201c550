namespace Qwen3.Connectors;

/// <summary>
/// Orders documents by how well they answer a query. Members are safe for concurrent use; an instance must not be disposed while in use.
/// </summary>
public interface ITextReranker : IDisposable
{
    /// <summary>Scores each document against the query.</summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="documents">The candidates.</param>
    /// <param name="options">Options of this call; never changed. Null for the defaults.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <returns>The best documents first; documents of equal score in the order they were given in. Empty for no documents.</returns>
    /// <exception cref="ArgumentException">A document is null, or too long where cutting is not allowed.</exception>
    /// <exception cref="ObjectDisposedException">The reranker was disposed.</exception>
    Task<RerankResults> RerankAsync(
        string query,
        IReadOnlyList<string> documents,
        RerankOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>The reranker itself or something that it is built on.</summary>
    /// <param name="serviceType">The type asked for.</param>
    /// <param name="serviceKey">Tells services of one type apart; null for the unnamed one.</param>
    /// <returns>An instance of the type, or null where there is none.</returns>
    object? GetService(Type serviceType, object? serviceKey = null);
}
