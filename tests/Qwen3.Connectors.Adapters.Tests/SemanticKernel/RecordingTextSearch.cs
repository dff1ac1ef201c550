// Text search is experimental, and its older interface obsolete; all that consumes text searches takes that one.
#pragma warning disable SKEXP0001, CS0618

using System.Linq.Expressions;
using Microsoft.SemanticKernel.Data;

namespace Qwen3.Connectors.Adapters.Tests.SemanticKernel;

/// <summary>Finds the same documents for every query, in their order, and records its calls.</summary>
internal sealed class RecordingTextSearch(params string[] sentences) : ITextSearch<Doc>, ITextSearch
{
    public List<(int Top, int Skip, object? Filter)> Calls { get; } = [];

    private static Dictionary<string, object?> Metadata { get; } = new() { ["engine"] = "fake" };

    public Task<KernelSearchResults<string>> SearchAsync(
        string query, TextSearchOptions<Doc>? searchOptions = null, CancellationToken cancellationToken = default) =>
        Find(searchOptions, doc => doc.Sentence);

    public Task<KernelSearchResults<TextSearchResult>> GetTextSearchResultsAsync(
        string query, TextSearchOptions<Doc>? searchOptions = null, CancellationToken cancellationToken = default) =>
        Find(searchOptions, ToResult);

    public Task<KernelSearchResults<Doc>> GetSearchResultsAsync(
        string query, TextSearchOptions<Doc>? searchOptions = null, CancellationToken cancellationToken = default) =>
        Find(searchOptions, doc => doc);

    public Task<KernelSearchResults<string>> SearchAsync(
        string query, TextSearchOptions? searchOptions = null, CancellationToken cancellationToken = default) =>
        Find(searchOptions!, doc => doc.Sentence);

    public Task<KernelSearchResults<TextSearchResult>> GetTextSearchResultsAsync(
        string query, TextSearchOptions? searchOptions = null, CancellationToken cancellationToken = default) =>
        Find(searchOptions!, ToResult);

    public Task<KernelSearchResults<object>> GetSearchResultsAsync(
        string query, TextSearchOptions? searchOptions = null, CancellationToken cancellationToken = default) =>
        Find(searchOptions!, doc => (object)doc);

    private static TextSearchResult ToResult(Doc doc) => new(doc.Sentence) { Name = doc.Title };

    private Task<KernelSearchResults<T>> Find<T>(TextSearchOptions<Doc>? options, Func<Doc, T> map) =>
        Find(options!.Top, options.Skip, options.Filter, options.IncludeTotalCount, map);

    private Task<KernelSearchResults<T>> Find<T>(TextSearchOptions options, Func<Doc, T> map) =>
        Find(options.Top, options.Skip, options.Filter, options.IncludeTotalCount, map);

    private Task<KernelSearchResults<T>> Find<T>(int top, int skip, object? filter, bool isCounted, Func<Doc, T> map)
    {
        Calls.Add((top, skip, filter is LambdaExpression lambda ? lambda.ToString() : filter));
        var found = sentences.Select((sentence, i) => new Doc($"title {i} x9", sentence))
            .Skip(skip)
            .Take(top)
            .Select(map)
            .ToAsyncEnumerable();
        return Task.FromResult(new KernelSearchResults<T>(found, isCounted ? sentences.Length : null, Metadata));
    }
}
