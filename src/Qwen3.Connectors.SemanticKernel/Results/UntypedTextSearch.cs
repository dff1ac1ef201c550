// The older interface for those that take no other.
#pragma warning disable CS0618

using System.Diagnostics.CodeAnalysis;
using Microsoft.SemanticKernel.Data;

namespace Qwen3.Connectors.SemanticKernel.Results;

/// <summary>The older interface of a text search that has only the newer one. Its filters are of another kind and can't be carried over.</summary>
[Experimental("SKEXP0001")]
internal sealed class UntypedTextSearch<TRecord>(ITextSearch<TRecord> inner) : ITextSearch
{
    public Task<KernelSearchResults<string>> SearchAsync(string query, TextSearchOptions? searchOptions = null, CancellationToken cancellationToken = default) =>
        inner.SearchAsync(query, Typed(searchOptions), cancellationToken);

    public Task<KernelSearchResults<TextSearchResult>> GetTextSearchResultsAsync(
        string query, TextSearchOptions? searchOptions = null, CancellationToken cancellationToken = default) =>
        inner.GetTextSearchResultsAsync(query, Typed(searchOptions), cancellationToken);

    public async Task<KernelSearchResults<object>> GetSearchResultsAsync(string query, TextSearchOptions? searchOptions = null, CancellationToken cancellationToken = default)
    {
        var found = await inner.GetSearchResultsAsync(query, Typed(searchOptions), cancellationToken).ConfigureAwait(false);
        return new(found.Results.Select(record => (object)record!), found.TotalCount, found.Metadata);
    }

    private TextSearchOptions<TRecord>? Typed(TextSearchOptions? options) => options switch
    {
        null => null,
        { Filter: null } => new() { Top = options.Top, Skip = options.Skip, IncludeTotalCount = options.IncludeTotalCount },
        _ => throw new NotSupportedException(
            $"{inner.GetType()} has ITextSearch<{typeof(TRecord).Name}> alone, which can't take a TextSearchFilter. Call that interface with an expression as the filter."),
    };
}
