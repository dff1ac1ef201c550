using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.Tests.Telemetry;
using Qwen3.Connectors.VectorData;

namespace Qwen3.Connectors.Adapters.Tests.VectorData;

/// <summary>Searches whose reranker fails.</summary>
public sealed class FailurePolicyTests : IDisposable
{
    private const string Canary = "a secret of the user's";
    private readonly RecordingCollection<int, Book> _inner = new("books", Book.Shelf(10));
    private readonly FakeReranker _reranker = new((_, index) => index) { Failure = new InvalidOperationException(Canary) };
    private readonly CapturedLogs _logs = new();

    public void Dispose()
    {
        _inner.Dispose();
        _reranker.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task The_exception_of_the_reranker_is_thrown_by_default() =>
        Assert.Same(_reranker.Failure, await Assert.ThrowsAsync<InvalidOperationException>(() => SearchAsync(new())));

    [Fact]
    public async Task Kept_results_are_the_page_of_the_vector_search_with_its_scores()
    {
        var results = await SearchAsync(new() { FailurePolicy = RerankFailurePolicy.KeepOrder }, skip: 2);

        Assert.Equal([2, 3, 4], results.Select(result => result.Record.Id));
        Assert.Equal(0.88, results[0].Score!.Value, 6);
    }

    [Fact]
    public async Task Keeping_the_order_is_logged_without_any_text_of_a_user()
    {
        await SearchAsync(new() { FailurePolicy = RerankFailurePolicy.KeepOrder });

        var entry = Assert.Single(_logs.Entries);
        Assert.Equal(LogLevel.Warning, entry.Level);
        Assert.Contains("10 results of collection 'books'", entry.Message, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException", entry.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", entry.Message, StringComparison.Ordinal);
        Assert.Null(entry.Exception);
    }

    [Fact]
    public async Task OnFailure_is_called_with_the_exception()
    {
        Exception? reported = null;
        await SearchAsync(new() { FailurePolicy = RerankFailurePolicy.KeepOrder, OnFailure = exception => reported = exception });

        Assert.Same(_reranker.Failure, reported);
    }

    [Fact]
    public async Task An_exception_of_OnFailure_reaches_the_caller()
    {
        var options = new SearchRerankingOptions
        {
            FailurePolicy = RerankFailurePolicy.KeepOrder,
            OnFailure = _ => throw new TimeoutException(),
        };

        await Assert.ThrowsAsync<TimeoutException>(() => SearchAsync(options));
    }

    [Fact]
    public async Task A_cancelled_search_is_cancelled_whatever_the_policy()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var search = Decorated(
            new() { FailurePolicy = RerankFailurePolicy.KeepOrder }).SearchAsync(Canary, 1, cancellationToken: cancelled.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await search.ToListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_failure_of_the_store_is_thrown_whatever_the_policy()
    {
        _inner.SearchFailure = new VectorStoreException("the store is down");

        await Assert.ThrowsAsync<VectorStoreException>(() => SearchAsync(new() { FailurePolicy = RerankFailurePolicy.KeepOrder }));
    }

    [Fact]
    public async Task Candidates_beyond_the_budget_are_logged()
    {
        (_reranker.Failure, _reranker.Unscored) = (null, 4);
        var results = await SearchAsync(new());

        Assert.Equal(5, results[0].Record.Id);
        Assert.Contains(
            "before 4 of 10 results of collection 'books' were scored", Assert.Single(_logs.Entries).Message, StringComparison.Ordinal);
    }

    private VectorStoreCollection<int, Book> Decorated(SearchRerankingOptions options)
    {
        var services = new ServiceCollection().AddSingleton<ILoggerFactory>(_logs).BuildServiceProvider();
        return _inner.AsBuilder().UseReranking(_reranker, options).Build(services);
    }

    private async Task<List<VectorSearchResult<Book>>> SearchAsync(SearchRerankingOptions options, int skip = 0) =>
        await Decorated(options).FindAsync(Canary, 3, new() { Skip = skip });
}
