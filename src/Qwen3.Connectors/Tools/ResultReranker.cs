using Microsoft.Extensions.AI;
using Qwen3.Connectors.Tools.Functions;
using Qwen3.Connectors.Tools.Results;

namespace Qwen3.Connectors;

/// <summary>
/// Reranks what a search returned, whatever its shape: JSON arrays, objects with one list, JSON in a string, arrays and collections of strings or
/// records. Safe for concurrent use if the reranker is. It does not own the reranker.
/// </summary>
public sealed class ResultReranker
{
    private readonly ITextReranker _reranker;
    private readonly ResultRerankingOptions _options;
    private readonly ItemText _texts;

    /// <summary>Creates a result reranker.</summary>
    /// <param name="reranker">What scores; stays open.</param>
    /// <param name="options">How results are reranked; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is wrong.</exception>
    public ResultReranker(ITextReranker reranker, ResultRerankingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reranker);
        _reranker = reranker;
        _options = (options ?? new ResultRerankingOptions()).CloneValid(nameof(options));
        _texts = new ItemText(_options);
    }

    /// <summary>Reranks a result.</summary>
    /// <param name="query">What was searched for.</param>
    /// <param name="result">What the search returned.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <returns>
    /// The result with its items in rank order, those left out that the options leave out: JSON as JSON of the same kind, an array as an array of its type, a
    /// list of strings as one, any other collection as a list of its items' type (without dynamic code, AOT, of objects). What is no list, such as a number or a
    /// sentence, comes back as it is.
    /// </returns>
    /// <exception cref="InvalidOperationException">An item has no text, and the policy is to throw.</exception>
    public async Task<object?> RerankAsync(string query, object? result, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (ResultShape.Read(result) is not { Items.Count: > 0 } shape)
        {
            return result;
        }

        try
        {
            var texts = shape.Items.Select(_texts.Of).ToArray();
            var ranking = await _reranker.RerankAsync(query, texts, _options.RerankOptions, cancellationToken).ConfigureAwait(false);
            return shape.Rebuild([.. ranking.Select(ranked => ranked.Index)]);
        }
        catch (Exception exception) when (Keeps(exception, cancellationToken))
        {
            return shape.Unchanged;
        }
    }

    /// <summary>Runs a search and reranks what it returns, by the query among the arguments of its call.</summary>
    /// <param name="arguments">The call's arguments; <see cref="ResultRerankingOptions.QueryArgument"/> tells which of them is the query.</param>
    /// <param name="search">Searches; called once. What it throws goes to the caller under any policy.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <returns>The result as <see cref="RerankAsync"/> gives it.</returns>
    /// <exception cref="ArgumentException">There is no query among the arguments, and the policy is to throw. The search has not run.</exception>
    /// <exception cref="InvalidOperationException">An item has no text, and the policy is to throw.</exception>
    public async Task<object?> SearchAsync(AIFunctionArguments arguments, Func<Task<object?>> search, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(search);
        string? query = null;
        try
        {
            // Before the search: without a query its work would be in vain.
            query = ToolArguments.RequireText(arguments, _options.QueryArgument);
        }
        catch (ArgumentException exception) when (Keeps(exception, cancellationToken))
        {
        }

        var result = await search().ConfigureAwait(false);
        return query is null ? result : await RerankAsync(query, result, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the policy swallows an exception; if so, who wanted to hear of it has.</summary>
    private bool Keeps(Exception exception, CancellationToken cancellationToken)
    {
        if (_options.FailurePolicy == RerankFailurePolicy.Throw || cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        _options.OnFailure?.Invoke(exception);
        return true;
    }
}
