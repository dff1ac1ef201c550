// ITextSearch and its options are obsolete, yet all that consumes text searches in Semantic Kernel 1.80 takes them alone.
#pragma warning disable CS0618

using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel.Data;
using Qwen3.Connectors.SemanticKernel.Results;

namespace Qwen3.Connectors.SemanticKernel;

/// <summary>
/// A text search whose results are reranked, over one that has the older interface alone, such as <c>TextSearchStore</c>; <see cref="RerankingTextSearch{TRecord}"/>
/// has both. Safe for concurrent use if search and reranker are; it owns neither.
/// </summary>
/// <param name="inner">Searches.</param>
/// <param name="reranker">What scores; stays open.</param>
/// <param name="options">How results are reranked; null for the defaults.</param>
/// <param name="loggerFactory">Hears of results that stay in the search's order; null for none.</param>
/// <exception cref="ArgumentException">An option is wrong.</exception>
public sealed class RerankingTextSearch(ITextSearch inner, ITextReranker reranker, RerankingTextSearchOptions? options = null, ILoggerFactory? loggerFactory = null) : ITextSearch
{
    private readonly ITextSearch _inner = inner ?? throw new ArgumentNullException(nameof(inner));
    private readonly PageReranker _pages = new(inner, reranker, options, loggerFactory);

    /// <inheritdoc/>
    public Task<KernelSearchResults<string>> SearchAsync(string query, TextSearchOptions? searchOptions = null, CancellationToken cancellationToken = default)
    {
        var page = searchOptions ?? new TextSearchOptions();
        return _pages.SearchAsync(query, page.Skip, page.Top, count => _inner.SearchAsync(query, First(count, page), cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<KernelSearchResults<TextSearchResult>> GetTextSearchResultsAsync(
        string query, TextSearchOptions? searchOptions = null, CancellationToken cancellationToken = default)
    {
        var page = searchOptions ?? new TextSearchOptions();
        return _pages.SearchAsync(query, page.Skip, page.Top, count => _inner.GetTextSearchResultsAsync(query, First(count, page), cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<KernelSearchResults<object>> GetSearchResultsAsync(string query, TextSearchOptions? searchOptions = null, CancellationToken cancellationToken = default)
    {
        var page = searchOptions ?? new TextSearchOptions();
        return _pages.SearchAsync(query, page.Skip, page.Top, count => _inner.GetSearchResultsAsync(query, First(count, page), cancellationToken), cancellationToken);
    }

    private static TextSearchOptions First(int count, TextSearchOptions page) => new() { Top = count, Filter = page.Filter, IncludeTotalCount = page.IncludeTotalCount };
}
