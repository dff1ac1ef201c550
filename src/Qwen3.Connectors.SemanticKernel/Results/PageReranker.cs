using System.Collections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.SemanticKernel.Data;

namespace Qwen3.Connectors.SemanticKernel.Results;

/// <summary>Fetches candidates, reranks them and returns the requested page.</summary>
internal sealed class PageReranker
{
    private readonly int _candidates;
    private readonly ResultReranker _results;

    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public PageReranker(object inner, ITextReranker reranker, RerankingTextSearchOptions? options, ILoggerFactory? loggerFactory)
    {
        var copy = (options ?? new RerankingTextSearchOptions()).CloneValid<RerankingTextSearchOptions>(nameof(options));
        var logger = loggerFactory?.CreateLogger("Qwen3.Connectors.SemanticKernel.RerankingTextSearch") ?? NullLogger.Instance;
        var onFailure = copy.OnFailure;
        copy.OnFailure = exception =>
        {
            logger.RerankingFailed(inner.GetType().Name, exception.GetType().Name);
            onFailure?.Invoke(exception);
        };
        _candidates = copy.Candidates;
        _results = new ResultReranker(reranker, copy);
    }

    /// <param name="query">The query of the search.</param>
    /// <param name="skip">The number of results to skip, in rank order.</param>
    /// <param name="top">The maximum number of results to return.</param>
    /// <param name="search">Searches for the given number of results, without skipping any.</param>
    /// <param name="cancellationToken">Cancels the search and the computation.</param>
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
