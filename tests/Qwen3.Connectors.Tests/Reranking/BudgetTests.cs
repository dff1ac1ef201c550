using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Reranking;

/// <summary>Calls with a limit in tokens or in time.</summary>
public class BudgetTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tokens_computed_stay_within_the_budget_whatever_it_is()
    {
        using var reranker = Qwen3Reranker.Load(GoldenModels.RerankerFile);
        var golden = GoldenModels.Load();
        var documents = golden.Documents.Take(12).ToArray();
        var all = await reranker.RerankAsync(golden.Queries[0], documents, cancellationToken: Cancellation);
        var total = (int)all.Usage!.InputTokenCount!;
        Assert.False(all.IsPartial);
        var lastCount = 0;
        foreach (var budget in Enumerable.Range(0, 12).Select(i => 1 + (total * i / 10)))
        {
            var results = await reranker.RerankAsync(golden.Queries[0], documents, new() { MaxTotalTokens = budget }, Cancellation);
            Assert.InRange(results.Usage!.InputTokenCount!.Value, 0, budget);
            Assert.Equal(documents.Length, results.Count + results.UnscoredCount);
            Assert.Equal(results.Count < documents.Length, results.IsPartial);
            Assert.Equal(Enumerable.Range(0, results.Count), results.Select(result => result.Index).Order());
            Assert.All(results, result => Assert.Equal(all.Single(other => other.Index == result.Index).Score, result.Score, 1e-6));
            Assert.True(results.Count >= lastCount);
            lastCount = results.Count;
        }

        Assert.Equal(documents.Length, lastCount);
    }

    [Fact]
    public async Task Without_a_tokenizer_the_budget_ends_the_call_after_the_document_that_spent_it()
    {
        var engine = new TokenScoreEngine();
        using var reranker = new Qwen3Reranker(engine);
        var results = await reranker.RerankAsync("q", ["aaaaa", "bbbbb", "ccccc", "ddddd"], new() { MaxTotalTokens = 11 }, Cancellation);
        Assert.Equal([1, 1, 1], engine.Calls);
        Assert.Equal((3, 1, true), (results.Count, results.UnscoredCount, results.IsPartial));
    }

    [Fact]
    public async Task What_is_not_done_in_time_is_left_out()
    {
        var time = new ManualTime();
        var engine = new TokenScoreEngine
        {
            Before = (call, cancellationToken) =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                cancellationToken.ThrowIfCancellationRequested();
                return Task.CompletedTask;
            },
        };
        using var reranker = new Qwen3Reranker(engine) { Time = time };
        var results = await reranker.RerankAsync(
            "q", [.. Enumerable.Range(0, 100).Select(i => $"d{i}")], new() { MaxDuration = TimeSpan.FromSeconds(2.5) }, Cancellation);

        // Slices of 1 and 2 are done after two seconds; that of 4 is cancelled.
        Assert.Equal([1, 2, 4], engine.Calls);
        Assert.Equal((3, 97), (results.Count, results.UnscoredCount));
    }

    [Fact]
    public async Task Enough_time_scores_everything_as_no_limit_does()
    {
        var engine = new TokenScoreEngine();
        using var reranker = new Qwen3Reranker(engine) { Time = new ManualTime() };
        string[] documents = [.. Enumerable.Range(0, 50).Select(i => $"d{i}")];
        var limited = await reranker.RerankAsync(
            "q", documents, new() { MaxDuration = TimeSpan.FromSeconds(1), MaxTotalTokens = 1_000_000 }, Cancellation);
        var free = await reranker.RerankAsync("q", documents, cancellationToken: Cancellation);
        Assert.Equal(free, limited);
        Assert.False(limited.IsPartial);
    }

    [Fact]
    public async Task The_callers_cancellation_is_no_end_of_the_budget()
    {
        using var source = new CancellationTokenSource();
        var engine = new TokenScoreEngine
        {
            Before = async (_, cancellationToken) =>
            {
                await source.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
            },
        };
        using var reranker = new Qwen3Reranker(engine);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => reranker.RerankAsync("q", ["d"], new() { MaxDuration = TimeSpan.FromHours(1) }, source.Token));
    }

    [Fact]
    public async Task A_document_too_long_in_a_later_slice_is_counted_from_its_start()
    {
        using var reranker = Qwen3Reranker.Load(GoldenModels.RerankerFile, new() { MaxTokens = 120, Truncation = Truncation.Throw });
        var tooLong = string.Concat(Enumerable.Repeat(" canary", 200));
        var exception = await Assert.ThrowsAsync<ArgumentException>(() =>
            reranker.RerankAsync("q", ["a", "b", tooLong], new() { MaxDuration = TimeSpan.FromHours(1) }, Cancellation));
        Assert.Contains("from document 1 on: Text 1 has", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_starts_before_the_documents_are_read()
    {
        var time = new ManualTime();
        var engine = new TokenScoreEngine();
        using var reranker = new Qwen3Reranker(engine) { Time = time };
        var documents = new SlowDocuments(() => time.Advance(TimeSpan.FromSeconds(1)));
        var results = await reranker.RerankAsync("q", documents, new() { MaxDuration = TimeSpan.FromSeconds(2) }, Cancellation);
        Assert.Empty(engine.Calls);
        Assert.Equal((0, 3), (results.Count, results.UnscoredCount));
    }

    [Fact]
    public async Task A_duration_beyond_the_longest_timer_is_no_limit()
    {
        using var reranker = new Qwen3Reranker(new TokenScoreEngine());
        var results = await reranker.RerankAsync("q", ["d1", "d2"], new() { MaxDuration = TimeSpan.FromDays(1000) }, Cancellation);
        Assert.Equal(2, results.Count);
        Assert.Equal(2, (await reranker.RerankAsync("q", ["d1", "d2"], new() { MaxDuration = TimeSpan.MaxValue }, Cancellation)).Count);
    }

    /// <summary>Three documents, each of which takes time to be read.</summary>
    private sealed class SlowDocuments(Action onRead) : IReadOnlyList<string>
    {
        public int Count => 3;

        public string this[int index]
        {
            get
            {
                onRead();
                return $"d{index}";
            }
        }

        public IEnumerator<string> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>A clock that stands still unless told otherwise.</summary>
    private sealed class ManualTime : TimeProvider
    {
        private readonly List<ManualTimer> _timers = [];
        private TimeSpan _now;

        public void Advance(TimeSpan by)
        {
            _now += by;
            _timers.ForEach(timer => timer.FireIfDue(_now));
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new ManualTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : _now + dueTime);
            _timers.Add(timer);
            return timer;
        }

        private sealed class ManualTimer(TimerCallback callback, object? state, TimeSpan due) : ITimer
        {
            private TimeSpan _due = due;

            public void FireIfDue(TimeSpan now)
            {
                if (now >= _due)
                {
                    _due = TimeSpan.MaxValue;
                    callback(state);
                }
            }

            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() => _due = TimeSpan.MaxValue;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
