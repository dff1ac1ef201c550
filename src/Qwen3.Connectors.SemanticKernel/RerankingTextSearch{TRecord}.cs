// ITextSearch and its options are obsolete, yet all that consumes text searches in Semantic Kernel 1.80 takes them alone.
#pragma warning disable CS0618

using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel.Data;
using Qwen3.Connectors.SemanticKernel.Results;

namespace Qwen3.Connectors.SemanticKernel;

/// <summary>
/// A text search whose results are reranked: it fetches <see cref="RerankingTextSearchOptions.Candidates"/>, has the reranker order them, and gives the page asked
/// for. Has both interfaces of text searches. Safe for concurrent use if search and reranker are; it owns neither.
/// </summary>
/// <typeparam name="TRecord">What is searched for.</typeparam>
[Experimental("SKEXP0001")]
public sealed class RerankingTextSearch<TRecord> : ITextSearch<TRecord>, ITextSearch
{
    private readonly ITextSearch<TRecord> _inner;
    private readonly RerankingTextSearch _untyped;
    private readonly PageReranker _pages;

    /// <summary>Wraps a text search.</summary>
    /// <param name="inner">Searches. If it has the older interface too, calls to that one go there.</param>
    /// <param name="reranker">What scores; stays open.</param>
    /// <param name="options">How results are reranked; null for the defaults.</param>
    /// <param name="loggerFactory">Hears of results that stay in the search's order; null for none.</param>
    /// <exception cref="ArgumentException">An option is wrong.</exception>
    public RerankingTextSearch(ITextSearch<TRecord> inner, ITextReranker reranker, RerankingTextSearchOptions? options = null, ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(reranker);
        _inner = inner;
        _untyped = new RerankingTextSearch(inner as ITextSearch ?? new UntypedTextSearch<TRecord>(inner), reranker, options, loggerFactory);
        _pages = new PageReranker(inner, reranker, options, loggerFactory);
    }

    /// <inheritdoc/>
    public Task<KernelSearchResults<string>> SearchAsync(string query, TextSearchOptions<TRecord>? searchOptions = null, CancellationToken cancellationToken = default)
    {
        var page = searchOptions ?? new TextSearchOptions<TRecord>();
        return _pages.SearchAsync(query, page.Skip, page.Top, count => _inner.SearchAsync(query, First(count, page), cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<KernelSearchResults<TextSearchResult>> GetTextSearchResultsAsync(
        string query, TextSearchOptions<TRecord>? searchOptions = null, CancellationToken cancellationToken = default)
    {
        var page = searchOptions ?? new TextSearchOptions<TRecord>();
        return _pages.SearchAsync(query, page.Skip, page.Top, count => _inner.GetTextSearchResultsAsync(query, First(count, page), cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<KernelSearchResults<TRecord>> GetSearchResultsAsync(
        string query, TextSearchOptions<TRecord>? searchOptions = null, CancellationToken cancellationToken = default)
    {
        var page = searchOptions ?? new TextSearchOptions<TRecord>();
        return _pages.SearchAsync(query, page.Skip, page.Top, count => _inner.GetSearchResultsAsync(query, First(count, page), cancellationToken), cancellationToken);
    }

    Task<KernelSearchResults<string>> ITextSearch.SearchAsync(string query, TextSearchOptions? searchOptions, CancellationToken cancellationToken) =>
        _untyped.SearchAsync(query, searchOptions, cancellationToken);

    Task<KernelSearchResults<TextSearchResult>> ITextSearch.GetTextSearchResultsAsync(string query, TextSearchOptions? searchOptions, CancellationToken cancellationToken) =>
        _untyped.GetTextSearchResultsAsync(query, searchOptions, cancellationToken);

    Task<KernelSearchResults<object>> ITextSearch.GetSearchResultsAsync(string query, TextSearchOptions? searchOptions, CancellationToken cancellationToken) =>
        _untyped.GetSearchResultsAsync(query, searchOptions, cancellationToken);

    private static TextSearchOptions<TRecord> First(int count, TextSearchOptions<TRecord> page) =>
        new() { Top = count, Filter = page.Filter, IncludeTotalCount = page.IncludeTotalCount };
}
