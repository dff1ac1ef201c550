using Microsoft.Extensions.AI;
using Qwen3.Connectors.Tools;

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
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        string? query = null;
        try
        {
            // Before the search: without a query its work would be in vain.
            query = ToolArguments.RequireText(arguments, _results.Options.QueryArgument);
        }
        catch (ArgumentException exception) when (_results.Keeps(exception, cancellationToken))
        {
        }

        var result = await base.InvokeCoreAsync(arguments, cancellationToken).ConfigureAwait(false);
        return query is null ? result : await _results.RerankAsync(query, result, cancellationToken).ConfigureAwait(false);
    }
}
