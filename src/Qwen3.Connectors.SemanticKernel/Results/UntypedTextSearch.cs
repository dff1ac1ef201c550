// Implements the obsolete interface for consumers that accept no other.
#pragma warning disable CS0618

using System.Diagnostics.CodeAnalysis;
using Microsoft.SemanticKernel.Data;

namespace Qwen3.Connectors.SemanticKernel.Results;

/// <summary>
/// Implements the older interface over a search that implements only the newer one. Filters of the older interface can't be converted.
/// </summary>
[Experimental("SKEXP0001")]
internal sealed class UntypedTextSearch<TRecord>(ITextSearch<TRecord> inner) : ITextSearch
{
    public Task<KernelSearchResults<string>> SearchAsync(
        string query, TextSearchOptions? searchOptions = null, CancellationToken cancellationToken = default) =>
        inner.SearchAsync(query, Typed(searchOptions), cancellationToken);

    public Task<KernelSearchResults<TextSearchResult>> GetTextSearchResultsAsync(
        string query, TextSearchOptions? searchOptions = null, CancellationToken cancellationToken = default) =>
        inner.GetTextSearchResultsAsync(query, Typed(searchOptions), cancellationToken);

    public async Task<KernelSearchResults<object>> GetSearchResultsAsync(
        string query, TextSearchOptions? searchOptions = null, CancellationToken cancellationToken = default)
    {
        var found = await inner.GetSearchResultsAsync(query, Typed(searchOptions), cancellationToken).ConfigureAwait(false);
        return new(found.Results.Select(record => (object)record!), found.TotalCount, found.Metadata);
    }

    private TextSearchOptions<TRecord>? Typed(TextSearchOptions? options) => options switch
    {
        null => null,
        { Filter: null } => new() { Top = options.Top, Skip = options.Skip, IncludeTotalCount = options.IncludeTotalCount },
        _ => throw new NotSupportedException(
            $"{inner.GetType()} implements only ITextSearch<{typeof(TRecord).Name}>, which does not support a TextSearchFilter. "
            + "Call that interface with an expression as the filter."),
    };
}
