// Text search is experimental, its older interface obsolete, and what adds its results to a prompt experimental too: they are what is
// tested.
#pragma warning disable SKEXP0001, SKEXP0130, CS0618

using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Data;
using Qwen3.Connectors.SemanticKernel;
using Qwen3.Connectors.SemanticKernel.Results;
using Qwen3.Connectors.Tests.Reranking;
using Qwen3.Connectors.Tests.Telemetry;

namespace Qwen3.Connectors.Adapters.Tests.SemanticKernel;

/// <summary>Reranks the results of text searches. The score of an item is its last digit.</summary>
public sealed class RerankingTextSearchTests : IDisposable
{
    private readonly CapturedLogs _logs = new();
    private readonly Qwen3Reranker _reranker = new(new TokenScoreEngine());
    private readonly RecordingTextSearch _inner = new("a1", "b5", "c3", "d9", "e7");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_method_of_both_interfaces_reranks()
    {
        var search = new RerankingTextSearch<Doc>(_inner, _reranker);
        ITextSearch older = search;
        Assert.Equal(["d9", "e7"], await ReadAsync(search.SearchAsync("q", new TextSearchOptions<Doc> { Top = 2 }, Cancellation)));
        Assert.Equal(
            ["d9", "e7"],
            (await ReadAsync(search.GetTextSearchResultsAsync("q", new TextSearchOptions<Doc> { Top = 2 }, Cancellation)))
                .Select(result => result.Value));
        Assert.Equal(
            ["d9", "e7"],
            (await ReadAsync(search.GetSearchResultsAsync("q", new TextSearchOptions<Doc> { Top = 2 }, Cancellation)))
                .Select(doc => doc.Sentence));
        Assert.Equal(["d9", "e7"], await ReadAsync(older.SearchAsync("q", new() { Top = 2 }, Cancellation)));
        Assert.Equal(
            ["d9", "e7"],
            (await ReadAsync(older.GetTextSearchResultsAsync("q", new() { Top = 2 }, Cancellation))).Select(result => result.Value));
        Assert.Equal(
            ["d9", "e7"],
            (await ReadAsync(older.GetSearchResultsAsync("q", new() { Top = 2 }, Cancellation))).Cast<Doc>().Select(doc => doc.Sentence));
        Assert.Equal(["d9", "e7", "b5", "c3", "a1"], await ReadAsync(search.SearchAsync("q", cancellationToken: Cancellation)));
    }

    [Fact]
    public async Task Candidates_are_fetched_from_the_first_on_and_the_page_is_cut_after_reranking()
    {
        var search = new RerankingTextSearch<Doc>(_inner, _reranker, new() { Candidates = 4 });
        Assert.Equal(
            ["b5", "c3"],
            await ReadAsync(
                search.SearchAsync("q", new TextSearchOptions<Doc> { Top = 2, Skip = 1, Filter = doc => doc.Title == "t" }, Cancellation)));
        Assert.Equal(["a1"], await ReadAsync(search.SearchAsync("q", new TextSearchOptions<Doc> { Top = 3, Skip = 4 }, Cancellation)));
        Assert.Empty(await ReadAsync(search.SearchAsync("q", new TextSearchOptions<Doc> { Top = int.MaxValue, Skip = 9 }, Cancellation)));
        Assert.Equal([(4, 0, "doc => (doc.Title == \"t\")"), (7, 0, null), (int.MaxValue, 0, null)], _inner.Calls);
        Assert.Equal(50, new RerankingTextSearchOptions().Candidates);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => search.SearchAsync("q", new TextSearchOptions<Doc> { Top = 0 }, Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => search.SearchAsync("q", new TextSearchOptions<Doc> { Skip = -1 }, Cancellation));
    }

    [Fact]
    public async Task Count_metadata_and_filter_pass_through()
    {
        var found = await new RerankingTextSearch<Doc>(_inner, _reranker).SearchAsync(
            "q", new TextSearchOptions<Doc> { IncludeTotalCount = true, Top = 1 }, Cancellation);
        Assert.Equal((5, "fake"), (found.TotalCount, found.Metadata!["engine"]));
        Assert.Equal(await found.Results.ToListAsync(Cancellation), await found.Results.ToListAsync(Cancellation));
        var filter = new TextSearchFilter().Equality("Title", "t");
        var older = await new RerankingTextSearch(_inner, _reranker).SearchAsync("q", new() { Filter = filter }, Cancellation);
        Assert.Equal((null, filter), (older.TotalCount, _inner.Calls[^1].Filter));
    }

    [Fact]
    public async Task A_search_with_only_the_newer_interface_gets_the_older_one_without_its_filter()
    {
        ITextSearch older = new RerankingTextSearch<Doc>(new NewerOnly(_inner), _reranker);
        Assert.Equal(["d9"], await ReadAsync(older.SearchAsync("q", new() { Top = 1 }, Cancellation)));
        Assert.Equal("d9", (await ReadAsync(older.GetTextSearchResultsAsync("q", new() { Top = 1 }, Cancellation)))[0].Value);
        Assert.Equal("d9", ((Doc)(await ReadAsync(older.GetSearchResultsAsync("q", new() { Top = 1 }, Cancellation)))[0]).Sentence);
        var exception = await Assert.ThrowsAsync<NotSupportedException>(
            () => older.SearchAsync("q", new() { Filter = new TextSearchFilter() }, Cancellation));
        Assert.Contains("an expression as the filter", exception.Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom<ITextSearch>(new UntypedTextSearch<Doc>(_inner));
    }

    [Fact]
    public async Task A_failing_reranker_throws_or_keeps_the_searchs_order_and_page()
    {
        _reranker.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => new RerankingTextSearch<Doc>(_inner, _reranker).SearchAsync("canary", cancellationToken: Cancellation));
        var options = new RerankingTextSearchOptions { FailurePolicy = RerankFailurePolicy.KeepOrder };
        var search = new RerankingTextSearch<Doc>(_inner, _reranker, options, _logs);
        Assert.Equal(
            ["b5", "c3"], await ReadAsync(search.SearchAsync("canary", new TextSearchOptions<Doc> { Top = 2, Skip = 1 }, Cancellation)));
        var entry = Assert.Single(_logs.Entries, entry => entry.Level == LogLevel.Warning);
        Assert.Contains("ObjectDisposedException", entry.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", entry.Message + entry.Values + entry.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_count_of_a_plugins_first_call_is_kept_but_not_the_number_of_candidates()
    {
        // Upstream: the first call's count is kept for all later ones. So nothing here reads or changes a function's count.
        var kernel = new Kernel();
        kernel.Plugins.Add(new RerankingTextSearch<Doc>(_inner, _reranker, new() { Candidates = 4 }).CreateWithSearch("docs"));
        Assert.Equal(
            ["d9"], await kernel.InvokeAsync<List<string>>("docs", "Search", new() { ["query"] = "q", ["count"] = "1" }, Cancellation));
        Assert.Equal(
            ["d9"], await kernel.InvokeAsync<List<string>>("docs", "Search", new() { ["query"] = "q", ["count"] = "3" }, Cancellation));
        Assert.Equal([4, 4], _inner.Calls.Select(call => call.Top));
    }

    [Fact]
    public async Task Every_plugin_of_a_text_search_returns_reranked_results()
    {
        var search = new RerankingTextSearch<Doc>(_inner, _reranker);
        var kernel = new Kernel();
        kernel.Plugins.Add(search.CreateWithGetTextSearchResults("results"));
        kernel.Plugins.Add(search.CreateWithGetSearchResults("records"));
        var arguments = new KernelArguments { ["query"] = "q" };
        Assert.Equal(
            ["d9", "e7"],
            (await kernel.InvokeAsync<List<TextSearchResult>>("results", "GetTextSearchResults", arguments, Cancellation))!
                .Select(result => result.Value));
        Assert.Equal(
            ["d9", "e7"],
            (await kernel.InvokeAsync<IEnumerable<object>>("records", "GetSearchResults", arguments, Cancellation))!
                .Cast<Doc>()
                .Select(doc => doc.Sentence));
    }

    [Fact]
    public async Task A_filter_on_a_plain_text_search_reorders_what_came_back()
    {
        var kernel = new Kernel();
        kernel.Plugins.Add(_inner.CreateWithSearch("strings"));
        kernel.Plugins.Add(_inner.CreateWithGetTextSearchResults("results"));
        kernel.Plugins.Add(_inner.CreateWithGetSearchResults("records"));
        kernel.FunctionInvocationFilters.Add(
            new RerankingFunctionFilter(_reranker, new() { Plugins = { "strings", "results", "records" } }));
        var arguments = new KernelArguments { ["query"] = "q", ["count"] = 3 };
        Assert.Equal(["b5", "c3", "a1"], await kernel.InvokeAsync<List<string>>("strings", "Search", arguments, Cancellation));
        Assert.Equal(
            ["b5", "c3", "a1"],
            (await kernel.InvokeAsync<List<TextSearchResult>>("results", "GetTextSearchResults", arguments, Cancellation))!
                .Select(result => result.Value));
        Assert.Equal(
            ["b5", "c3", "a1"],
            (await kernel.InvokeAsync<IEnumerable<object>>("records", "GetSearchResults", arguments, Cancellation))!
                .Cast<Doc>()
                .Select(doc => doc.Sentence));
        Assert.Empty((await kernel.InvokeAsync<string[]>("strings", "Search", new() { ["query"] = "" }, Cancellation))!);
    }

    [Fact]
    public async Task A_text_search_provider_adds_the_best_results_to_the_prompt()
    {
        var provider = new TextSearchProvider(new RerankingTextSearch<Doc>(_inner, _reranker), options: new() { Top = 2 });
        var context = await provider.ModelInvokingAsync([new ChatMessage(ChatRole.User, "q")], Cancellation);
        var contents = context.Instructions!.Split('\n')
            .Where(line => line.StartsWith("Contents: ", StringComparison.Ordinal))
            .Select(line => line.Trim());
        Assert.Equal(["Contents: d9", "Contents: e7"], contents);
    }

    [Fact]
    public void Invalid_options_are_rejected()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RerankingTextSearch<Doc>(_inner, _reranker, new() { Candidates = 0 }));
        Assert.Throws<ArgumentException>(() => new RerankingTextSearch<Doc>(_inner, _reranker, new() { TextProperty = "" }));
        Assert.Throws<ArgumentNullException>(() => new RerankingTextSearch<Doc>(null!, _reranker));
        Assert.Throws<ArgumentNullException>(() => new RerankingTextSearch(null!, _reranker));
        Assert.Throws<ArgumentNullException>(() => new RerankingTextSearch<Doc>(_inner, null!));
    }

    public void Dispose()
    {
        _reranker.Dispose();
        _logs.Dispose();
    }

    private static async Task<List<T>> ReadAsync<T>(Task<KernelSearchResults<T>> search) =>
        await (await search).Results.ToListAsync(Cancellation);

    private sealed class NewerOnly(ITextSearch<Doc> inner) : ITextSearch<Doc>
    {
        public Task<KernelSearchResults<string>> SearchAsync(
            string query, TextSearchOptions<Doc>? searchOptions = null, CancellationToken cancellationToken = default) =>
            inner.SearchAsync(query, searchOptions, cancellationToken);

        public Task<KernelSearchResults<TextSearchResult>> GetTextSearchResultsAsync(
            string query, TextSearchOptions<Doc>? searchOptions = null, CancellationToken cancellationToken = default) =>
            inner.GetTextSearchResultsAsync(query, searchOptions, cancellationToken);

        public Task<KernelSearchResults<Doc>> GetSearchResultsAsync(
            string query, TextSearchOptions<Doc>? searchOptions = null, CancellationToken cancellationToken = default) =>
            inner.GetSearchResultsAsync(query, searchOptions, cancellationToken);
    }
}
