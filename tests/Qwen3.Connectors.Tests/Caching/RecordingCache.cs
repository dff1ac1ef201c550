using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Distributed;

namespace Qwen3.Connectors.Tests.Caching;

/// <summary>A distributed cache in memory that records entries and their options, and can fail.</summary>
internal sealed class RecordingCache : IDistributedCache
{
    public ConcurrentDictionary<string, byte[]> Entries { get; } = new();

    public ConcurrentBag<DistributedCacheEntryOptions> EntryOptions { get; } = [];

    public Exception? Failure { get; set; }

    public byte[]? Get(string key) => throw new NotSupportedException("The synchronous methods of a cache block a thread.");

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        await Task.Yield();
        return Failure is null ? Entries.GetValueOrDefault(key) : throw Failure;
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException();

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        await Task.Yield();
        if (Failure is not null)
        {
            throw Failure;
        }

        Entries[key] = value;
        EntryOptions.Add(options);
    }

    public void Refresh(string key) => throw new NotSupportedException();

    public Task RefreshAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

    public void Remove(string key) => throw new NotSupportedException();

    public Task RemoveAsync(string key, CancellationToken token = default) => throw new NotSupportedException();
}
