using Microsoft.Extensions.AI;
using Qwen3.Connectors.Tools.Functions;
using Qwen3.Connectors.Tools.Records;
using Qwen3.Connectors.Tools.Results;

namespace Qwen3.Connectors;

/// <summary>
/// Reranks the results of a search: JSON, JSON in a string or in a <see cref="TextContent"/>, results of MCP tools, arrays and collections
/// of strings or records. Safe for concurrent use if the reranker is. Does not own the reranker.
/// </summary>
public sealed class ResultReranker
{
    private readonly ITextReranker _reranker;
    private readonly ResultRerankingOptions _options;
    private readonly RecordTextReader _texts;

    /// <summary>Creates a result reranker.</summary>
    /// <param name="reranker">The reranker. Not disposed.</param>
    /// <param name="options">How results are reranked; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public ResultReranker(ITextReranker reranker, ResultRerankingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reranker);
        _reranker = reranker;
        _options = (options ?? new ResultRerankingOptions()).CloneValid<ResultRerankingOptions>(nameof(options));
        _texts = new RecordTextReader(_options);
    }

    /// <summary>Reranks a result.</summary>
    /// <param name="query">The query of the search.</param>
    /// <param name="result">The result that the search returned.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    /// <returns>
    /// The result with its items in rank order, without the items that the options exclude. Items whose text is null follow the others.
    /// JSON is returned as JSON of the same kind, unchanged except in reordered lists; lists beside the list of texts
    /// that have as many items, such as scores, are reordered with it. <c>content</c> and <c>structuredContent</c> of an MCP result are
    /// changed alike. An array is returned as an array of its type, any other collection as a <see cref="List{T}"/> of its items' type (of
    /// objects without dynamic code, Native AOT). An error result, an empty list and a result that is no list are returned unchanged; the
    /// last is reported to <see cref="ResultRerankingOptions.OnFailure"/>.
    /// </returns>
    /// <exception cref="InvalidOperationException">
    /// No text is found in the items, and the policy is <see cref="RerankFailurePolicy.Throw"/>.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// The result has texts, but it is ambiguous which list to rerank, and the policy is <see cref="RerankFailurePolicy.Throw"/>.
    /// </exception>
    public async Task<object?> RerankAsync(string query, object? result, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var reading = ResultReader.Read(result, _options.SerializerOptions);
        if (reading.Problem is { } problem)
        {
            var exception = new NotSupportedException($"A result of the search can't be reranked: {problem}.");
            if (reading.HasTexts && _options.FailurePolicy == RerankFailurePolicy.Throw)
            {
                throw exception;
            }

            _options.OnFailure?.Invoke(exception);
            return reading.Unchanged;
        }

        if (reading.Items.Count == 0)
        {
            return reading.Unchanged;
        }

        try
        {
            var ranking = await TextRanking.RankAsync(
                _reranker, query, _texts.ReadAll(reading.Items), _options.RerankOptions, cancellationToken).ConfigureAwait(false);
            return reading.Rebuild([.. ranking.Results.Select(ranked => ranked.Index)]);
        }
        catch (Exception exception) when (IsHandled(cancellationToken))
        {
            _options.OnFailure?.Invoke(exception);
            return reading.Unchanged;
        }
    }

    /// <summary>Runs a search and reranks its result by the query among the arguments of the call.</summary>
    /// <exception cref="ArgumentException">The query is missing, and the policy is to throw. The search has not run.</exception>
    internal async Task<object?> SearchAsync(
        AIFunctionArguments arguments, string queryArgument, Func<Task<object?>> search, CancellationToken cancellationToken)
    {
        string? query = null;
        try
        {
            // Read before the search runs: without a query its result can't be reranked.
            query = ToolArguments.RequireText(arguments, queryArgument);
        }
        catch (ArgumentException exception) when (IsHandled(cancellationToken))
        {
            _options.OnFailure?.Invoke(exception);
        }

        var result = await search().ConfigureAwait(false);
        return query is null ? result : await RerankAsync(query, result, cancellationToken).ConfigureAwait(false);
    }

    // No user code runs here: the runtime discards what an exception filter throws.
    private bool IsHandled(CancellationToken cancellationToken) =>
        _options.FailurePolicy == RerankFailurePolicy.KeepOrder && !cancellationToken.IsCancellationRequested;
}
