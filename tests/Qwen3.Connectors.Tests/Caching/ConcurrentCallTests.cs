using Microsoft.Extensions.AI;
using Qwen3.Connectors.Tests.Embedding;

namespace Qwen3.Connectors.Tests.Caching;

/// <summary>Of concurrent calls with the same text one computes; none waits longer than it would compute.</summary>
public sealed class ConcurrentCallTests : IDisposable
{
    private readonly RecordingCache _cache = new();
    private readonly CountingGenerator _counting = new(new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine()));
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _computing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _counting.Dispose();

    [Fact]
    public async Task Concurrent_calls_with_one_text_compute_it_once()
    {
        var cached = Held();
        var views = Enumerable.Range(0, 20).Select(_ => cached.AsDocumentGenerator()).ToList();
        var calls = views.Select(view => view.GenerateVectorAsync("a", cancellationToken: Cancellation)).ToList();
        await _computing.Task.WaitAsync(Cancellation);
        _release.SetResult();
        var vectors = await Task.WhenAll(calls);
        Assert.Single(_counting.Calls);
        Assert.All(vectors, vector => Assert.Equal(vectors[0].ToArray(), vector.ToArray()));
    }

    [Fact]
    public async Task Overlapping_calls_compute_each_text_once()
    {
        var cached = Held();
        var first = cached.GenerateAsync(["a", "b"], cancellationToken: Cancellation);
        await _computing.Task.WaitAsync(Cancellation);
        var second = cached.GenerateAsync(["c", "b", "a"], cancellationToken: Cancellation);
        _release.SetResult();
        Assert.Equal((await first)[1].Vector.ToArray(), (await second)[1].Vector.ToArray());
        Assert.Equal(["a", "b", "c"], _counting.Calls.SelectMany(texts => texts).Order());
    }

    [Fact]
    public async Task A_call_that_waits_for_a_cancelled_one_computes_its_text_itself()
    {
        using var cancellation = new CancellationTokenSource();
        var cached = Held();
        var first = cached.GenerateAsync(["a"], cancellationToken: cancellation.Token);
        await _computing.Task.WaitAsync(Cancellation);
        var second = cached.GenerateAsync(["a"], cancellationToken: Cancellation);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _release.SetResult();
        Assert.Single(await second);
        Assert.Equal(2, _counting.Calls.Count);
    }

    [Fact]
    public async Task A_call_that_waits_may_be_cancelled_and_leaves_the_other_alone()
    {
        using var cancellation = new CancellationTokenSource();
        var cached = Held();
        var first = cached.GenerateAsync(["a"], cancellationToken: Cancellation);
        await _computing.Task.WaitAsync(Cancellation);
        var second = cached.GenerateAsync(["a"], cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(cancellation.Token, exception.CancellationToken);
        _release.SetResult();
        Assert.Single(await first);
    }

    [Fact]
    public async Task A_failure_of_one_call_is_not_that_of_another_which_waits()
    {
        var isFirst = true;
        _counting.BeforeCall = async (_, token) =>
        {
            if (isFirst)
            {
                isFirst = false;
                _computing.SetResult();
                await _release.Task.WaitAsync(token);
                throw new InvalidOperationException("the other text is wrong");
            }
        };
        var cached = _counting.WithCache(_cache);
        var first = cached.GenerateAsync(["a", "wrong"], cancellationToken: Cancellation);
        await _computing.Task.WaitAsync(Cancellation);
        var second = cached.GenerateAsync(["a"], cancellationToken: Cancellation);
        _release.SetResult();
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        Assert.Single(await second);
    }

    [Fact]
    public async Task A_query_does_not_wait_for_a_bulk_call_with_the_same_text()
    {
        var cached = Held(texts => texts.Length > 1);
        var bulk = cached.GenerateAsync(Enumerable.Range(0, 1000).Select(i => $"{i}"), cancellationToken: Cancellation);
        await _computing.Task.WaitAsync(Cancellation);
        Assert.Single(await cached.GenerateAsync(["7"], cancellationToken: Cancellation));
        Assert.False(bulk.IsCompleted);
        _release.SetResult();
        Assert.Equal(1000, (await bulk).Count);
    }

    [Fact]
    public async Task Many_calls_with_shared_texts_give_every_caller_its_own_vectors()
    {
        var cached = _counting.WithCache(_cache);
        var expected = await new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine())
            .GenerateAsync(Enumerable.Range(0, 50).Select(i => $"{i}"), cancellationToken: Cancellation);
        await Parallel.ForAsync(0, 400, Cancellation, async (call, token) =>
        {
            var random = new Random(call);
            int[] numbers = [.. Enumerable.Range(0, 1 + random.Next(8)).Select(_ => random.Next(50))];
            var embeddings = await cached.GenerateAsync(numbers.Select(i => $"{i}"), cancellationToken: token);
            Assert.All(numbers.Zip(embeddings), pair => Assert.Equal(expected[pair.First].Vector.ToArray(), pair.Second.Vector.ToArray()));
        });
        Assert.Equal(50, _counting.Calls.SelectMany(texts => texts).Count());
    }

    /// <summary>Holds calls until they are released.</summary>
    private CachedEmbeddingGenerator Held(Func<string[], bool>? isHeld = null)
    {
        _counting.BeforeCall = async (texts, token) =>
        {
            if (isHeld?.Invoke(texts) != false)
            {
                _computing.TrySetResult();
                await _release.Task.WaitAsync(token);
            }
        };
        return _counting.WithCache(_cache);
    }
}
