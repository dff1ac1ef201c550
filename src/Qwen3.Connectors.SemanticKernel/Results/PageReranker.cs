using System.Collections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.SemanticKernel.Data;

namespace Qwen3.Connectors.SemanticKernel.Results;

/// <summary>Fetches candidates, reranks them and cuts the page that was asked for.</summary>
internal sealed class PageReranker
{
    private readonly int _candidates;
    private readonly ResultReranker _results;

    /// <exception cref="ArgumentException">An option is wrong.</exception>
    public PageReranker(object inner, ITextReranker reranker, RerankingTextSearchOptions? options, ILoggerFactory? loggerFactory)
    {
        options ??= new RerankingTextSearchOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Candidates, 1, nameof(options));
        _candidates = options.Candidates;
        var results = ResultTexts.Complete(options.Results, nameof(options));
        var (heard, logger) = (results.OnFailure, loggerFactory?.CreateLogger("Qwen3.Connectors.SemanticKernel.RerankingTextSearch") ?? NullLogger.Instance);
        results.OnFailure = exception =>
        {
            logger.RerankingFailed(inner.GetType().Name, exception.GetType().Name);
            heard?.Invoke(exception);
        };
        _results = new ResultReranker(reranker, results);
    }

    /// <param name="query">What is looked for.</param>
    /// <param name="skip">Results to leave out, in rank order.</param>
    /// <param name="top">Results to return at the most.</param>
    /// <param name="search">Searches for that many results, from the first on.</param>
    /// <param name="cancellationToken">Stops the search and the computation.</param>
    public async Task<KernelSearchResults<T>> SearchAsync<T>(
        string query, int skip, int top, Func<int, Task<KernelSearchResults<T>>> search, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        var found = await search((int)Math.Min(Math.Max(_candidates, (long)skip + top), int.MaxValue)).ConfigureAwait(false);
        var items = await found.Results.ToListAsync(cancellationToken).ConfigureAwait(false);
        var reranked = (IEnumerable)(await _results.RerankAsync(query, items, cancellationToken).ConfigureAwait(false))!;
        return new(reranked.Cast<T>().Skip(skip).Take(top).ToArray().ToAsyncEnumerable(), found.TotalCount, found.Metadata);
    }
}
