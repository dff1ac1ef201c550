using Microsoft.Extensions.AI;

namespace Qwen3.Connectors;

/// <summary>
/// A search function of an agent whose results come back reranked. To the model it looks as the search does: name, description and schema are the inner
/// function's. Safe for concurrent use if the search and the reranker are.
/// </summary>
/// <remarks>A Semantic Kernel function is an <see cref="AIFunction"/> too.</remarks>
public sealed class RerankingFunction : DelegatingAIFunction
{
    private readonly ResultReranker _results;

    /// <summary>Wraps a search function.</summary>
    /// <param name="innerFunction">Searches; its results are lists of strings or records, in JSON or as objects.</param>
    /// <param name="reranker">What scores; stays open.</param>
    /// <param name="options">How results are reranked; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is wrong.</exception>
    public RerankingFunction(AIFunction innerFunction, ITextReranker reranker, ResultRerankingOptions? options = null)
        : base(innerFunction) => _results = new ResultReranker(reranker, options);

    /// <inheritdoc/>
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) =>
        await _results.SearchAsync(arguments, () => base.InvokeCoreAsync(arguments, cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false);
}
