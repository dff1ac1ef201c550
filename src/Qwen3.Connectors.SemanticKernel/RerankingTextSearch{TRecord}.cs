// ITextSearch and its options are obsolete, but every consumer of text searches in Semantic Kernel 1.80 accepts only them.
#pragma warning disable CS0618

using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel.Data;
using Qwen3.Connectors.SemanticKernel.Results;

namespace Qwen3.Connectors.SemanticKernel;

/// <summary>
/// A text search with reranked results: it fetches <see cref="RerankingTextSearchOptions.Candidates"/>, reranks them and returns the
/// requested page. Implements both interfaces of text searches. Safe for concurrent use if the search and the reranker are. Owns neither.
/// </summary>
/// <typeparam name="TRecord">The type of the records.</typeparam>
[Experimental("SKEXP0001")]
public sealed class RerankingTextSearch<TRecord> : ITextSearch<TRecord>, ITextSearch
{
    private readonly ITextSearch<TRecord> _inner;
    private readonly RerankingTextSearch _untyped;
    private readonly PageReranker _pages;

    /// <summary>Wraps a text search.</summary>
    /// <param name="inner">The search. If it implements the older interface too, calls of that interface are forwarded to it.</param>
    /// <param name="reranker">The reranker. Not disposed.</param>
    /// <param name="options">How results are reranked; null for the defaults.</param>
    /// <param name="loggerFactory">Logs results that stay in the order of the search; null for no log.</param>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public RerankingTextSearch(
        ITextSearch<TRecord> inner,
        ITextReranker reranker,
        RerankingTextSearchOptions? options = null,
        ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(reranker);
        _inner = inner;
        _untyped = new RerankingTextSearch(inner as ITextSearch ?? new UntypedTextSearch<TRecord>(inner), reranker, options, loggerFactory);
        _pages = new PageReranker(inner, reranker, options, loggerFactory);
    }

    /// <inheritdoc/>
    public Task<KernelSearchResults<string>> SearchAsync(
        string query, TextSearchOptions<TRecord>? searchOptions = null, CancellationToken cancellationToken = default)
    {
        var page = searchOptions ?? new TextSearchOptions<TRecord>();
        return _pages.SearchAsync(
            query,
            page.Skip,
            page.Top,
            count => _inner.SearchAsync(query, First(count, page), cancellationToken),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<KernelSearchResults<TextSearchResult>> GetTextSearchResultsAsync(
        string query, TextSearchOptions<TRecord>? searchOptions = null, CancellationToken cancellationToken = default)
    {
        var page = searchOptions ?? new TextSearchOptions<TRecord>();
        return _pages.SearchAsync(
            query,
            page.Skip,
            page.Top,
            count => _inner.GetTextSearchResultsAsync(query, First(count, page), cancellationToken),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<KernelSearchResults<TRecord>> GetSearchResultsAsync(
        string query, TextSearchOptions<TRecord>? searchOptions = null, CancellationToken cancellationToken = default)
    {
        var page = searchOptions ?? new TextSearchOptions<TRecord>();
        return _pages.SearchAsync(
            query,
            page.Skip,
            page.Top,
            count => _inner.GetSearchResultsAsync(query, First(count, page), cancellationToken),
            cancellationToken);
    }

    Task<KernelSearchResults<string>> ITextSearch.SearchAsync(
        string query, TextSearchOptions? searchOptions, CancellationToken cancellationToken) =>
        _untyped.SearchAsync(query, searchOptions, cancellationToken);

    Task<KernelSearchResults<TextSearchResult>> ITextSearch.GetTextSearchResultsAsync(
        string query, TextSearchOptions? searchOptions, CancellationToken cancellationToken) =>
        _untyped.GetTextSearchResultsAsync(query, searchOptions, cancellationToken);

    Task<KernelSearchResults<object>> ITextSearch.GetSearchResultsAsync(
        string query, TextSearchOptions? searchOptions, CancellationToken cancellationToken) =>
        _untyped.GetSearchResultsAsync(query, searchOptions, cancellationToken);

    private static TextSearchOptions<TRecord> First(int count, TextSearchOptions<TRecord> page) =>
        new() { Top = count, Filter = page.Filter, IncludeTotalCount = page.IncludeTotalCount };
}
