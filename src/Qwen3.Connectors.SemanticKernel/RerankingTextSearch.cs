// ITextSearch and its options are obsolete, but every consumer of text searches in Semantic Kernel 1.80 accepts only them.
#pragma warning disable CS0618

using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel.Data;
using Qwen3.Connectors.SemanticKernel.Results;

namespace Qwen3.Connectors.SemanticKernel;

/// <summary>
/// A text search with reranked results, over a search that implements the older interface only, such as <c>TextSearchStore</c>;
/// <see cref="RerankingTextSearch{TRecord}"/> implements both. Safe for concurrent use if the search and the reranker are. Owns neither.
/// </summary>
/// <param name="inner">The search.</param>
/// <param name="reranker">The reranker. Not disposed.</param>
/// <param name="options">How results are reranked; null for the defaults.</param>
/// <param name="loggerFactory">Logs results that stay in the order of the search; null for no log.</param>
/// <exception cref="ArgumentException">An option is invalid.</exception>
public sealed class RerankingTextSearch(
    ITextSearch inner, ITextReranker reranker, RerankingTextSearchOptions? options = null, ILoggerFactory? loggerFactory = null)
    : ITextSearch
{
    private readonly ITextSearch _inner = inner ?? throw new ArgumentNullException(nameof(inner));
    private readonly PageReranker _pages = new(inner, reranker, options, loggerFactory);

    /// <inheritdoc/>
    public Task<KernelSearchResults<string>> SearchAsync(
        string query, TextSearchOptions? searchOptions = null, CancellationToken cancellationToken = default)
    {
        var page = searchOptions ?? new TextSearchOptions();
        return _pages.SearchAsync(
            query,
            page.Skip,
            page.Top,
            count => _inner.SearchAsync(query, First(count, page), cancellationToken),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<KernelSearchResults<TextSearchResult>> GetTextSearchResultsAsync(
        string query, TextSearchOptions? searchOptions = null, CancellationToken cancellationToken = default)
    {
        var page = searchOptions ?? new TextSearchOptions();
        return _pages.SearchAsync(
            query,
            page.Skip,
            page.Top,
            count => _inner.GetTextSearchResultsAsync(query, First(count, page), cancellationToken),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<KernelSearchResults<object>> GetSearchResultsAsync(
        string query, TextSearchOptions? searchOptions = null, CancellationToken cancellationToken = default)
    {
        var page = searchOptions ?? new TextSearchOptions();
        return _pages.SearchAsync(
            query,
            page.Skip,
            page.Top,
            count => _inner.GetSearchResultsAsync(query, First(count, page), cancellationToken),
            cancellationToken);
    }

    private static TextSearchOptions First(int count, TextSearchOptions page) =>
        new() { Top = count, Filter = page.Filter, IncludeTotalCount = page.IncludeTotalCount };
}
