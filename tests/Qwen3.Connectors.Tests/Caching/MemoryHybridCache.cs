using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Hybrid;

namespace Qwen3.Connectors.Tests.Caching;

/// <summary>
/// A hybrid cache in memory, with the rules of the real one: a disabled factory is not called, and its result not stored.
/// </summary>
internal sealed class MemoryHybridCache : HybridCache
{
    public ConcurrentDictionary<string, object> Entries { get; } = new();

    public ConcurrentBag<HybridCacheEntryOptions?> WriteOptions { get; } = [];

    public override async ValueTask<T> GetOrCreateAsync<TState, T>(
        string key,
        TState state,
        Func<TState, CancellationToken, ValueTask<T>> factory,
        HybridCacheEntryOptions? options = null,
        IEnumerable<string>? tags = null,
        CancellationToken cancellationToken = default)
    {
        if (Entries.TryGetValue(key, out var value))
        {
            return (T)value;
        }

        if (options?.Flags?.HasFlag(HybridCacheEntryFlags.DisableUnderlyingData) == true)
        {
            return default!;
        }

        var created = await factory(state, cancellationToken);
        Entries[key] = created!;
        return created;
    }

    public override ValueTask SetAsync<T>(
        string key,
        T value,
        HybridCacheEntryOptions? options = null,
        IEnumerable<string>? tags = null,
        CancellationToken cancellationToken = default)
    {
        Entries[key] = value!;
        WriteOptions.Add(options);
        return ValueTask.CompletedTask;
    }

    public override ValueTask RemoveAsync(string key, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override ValueTask RemoveByTagAsync(string tag, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
