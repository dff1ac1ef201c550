using Microsoft.Extensions.AI;
using Qwen3.Connectors.Tests.Embedding;

namespace Qwen3.Connectors.Tests.Caching;

/// <summary>Neither a failed call nor a failed cache is cached, and a damaged entry is computed again.</summary>
public sealed class CacheFailureTests : IDisposable
{
    private readonly RecordingCache _cache = new();
    private readonly Qwen3EmbeddingGenerator _generator = new(new FakeEmbeddingEngine());
    private readonly CountingGenerator _counting;

    public CacheFailureTests() => _counting = new CountingGenerator(_generator);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _counting.Dispose();

    [Fact]
    public async Task A_failed_call_is_not_cached()
    {
        var cached = _counting.WithCache(_cache);
        _counting.BeforeCall = (_, _) => throw new InvalidOperationException("no model");
        await Assert.ThrowsAsync<InvalidOperationException>(() => cached.GenerateAsync(["a"], cancellationToken: Cancellation));
        Assert.Empty(_cache.Entries);
        _counting.BeforeCall = (_, _) => Task.CompletedTask;
        Assert.Single(await cached.GenerateAsync(["a"], cancellationToken: Cancellation));
        Assert.Single(_cache.Entries);
    }

    [Fact]
    public async Task A_failing_cache_fails_no_call_and_is_reported()
    {
        var failures = new List<Exception>();
        var cached = _counting.WithCache(_cache, new() { OnFailure = exception => Add(failures, exception) });
        _cache.Failure = new TimeoutException("no connection");
        Assert.Equal(2, (await cached.GenerateAsync(["a", "b"], cancellationToken: Cancellation)).Count);

        // Two reads, two writes.
        Assert.Equal(4, failures.Count);
        Assert.All(failures, failure => Assert.Same(_cache.Failure, failure));
        _cache.Failure = null;
        await cached.GenerateAsync(["a", "b"], cancellationToken: Cancellation);
        Assert.Equal(2, _cache.Entries.Count);

        static void Add(List<Exception> failures, Exception exception)
        {
            lock (failures)
            {
                failures.Add(exception);
            }
        }
    }

    [Fact]
    public async Task A_failing_cache_is_ignored_where_nothing_receives_its_failures()
    {
        _cache.Failure = new TimeoutException("no connection");
        Assert.Single(await _counting.WithCache(_cache).GenerateAsync(["a"], cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_damaged_entry_is_computed_again_whichever_byte_is_wrong()
    {
        var cached = _counting.WithCache(_cache);
        var expected = await cached.GenerateVectorAsync("a", cancellationToken: Cancellation);
        var (key, entry) = Assert.Single(_cache.Entries);
        var damaged = Enumerable.Range(0, entry.Length).Select(i => Flip(entry, i))
            .Concat([[], entry[..1], entry[..^1], entry[..24], [.. entry, 0], new byte[entry.Length], new byte[100_000]])
            .ToList();
        foreach (var bytes in damaged)
        {
            _cache.Entries[key] = bytes;
            Assert.Equal(expected.ToArray(), (await cached.GenerateVectorAsync("a", cancellationToken: Cancellation)).ToArray());
            Assert.Equal(entry.Length, _cache.Entries[key].Length);
        }

        Assert.Equal(1 + damaged.Count, _counting.Calls.Count);
    }

    [Fact]
    public async Task An_entry_under_the_key_of_another_text_is_computed_again()
    {
        var cached = _counting.WithCache(_cache);
        await cached.GenerateAsync(["a"], cancellationToken: Cancellation);
        var (key, entry) = Assert.Single(_cache.Entries);
        var expected = await cached.GenerateVectorAsync("b", cancellationToken: Cancellation);
        _cache.Entries[_cache.Entries.Keys.Single(other => other != key)] = entry;
        Assert.Equal(expected.ToArray(), (await cached.GenerateVectorAsync("b", cancellationToken: Cancellation)).ToArray());
        Assert.Equal(3, _counting.Calls.Count);
    }

    private static byte[] Flip(byte[] entry, int index)
    {
        byte[] copy = [.. entry];
        copy[index] ^= 0x10;
        return copy;
    }
}
