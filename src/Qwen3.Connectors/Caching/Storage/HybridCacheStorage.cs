using Microsoft.Extensions.Caching.Hybrid;

namespace Qwen3.Connectors.Caching.Storage;

/// <summary>
/// Reads and writes apart: the factory of a <see cref="HybridCache"/> computes one value, and a call computes all that are missing.
/// </summary>
internal sealed class HybridCacheStorage(HybridCache cache, EmbeddingCacheOptions options) : IEmbeddingStorage
{
    private static readonly HybridCacheEntryOptions s_readOptions = new() { Flags = HybridCacheEntryFlags.DisableUnderlyingData };

    private readonly HybridCacheEntryOptions? _writeOptions =
        options.Expiration is { } expiration ? new() { Expiration = expiration, LocalCacheExpiration = expiration } : null;

    public ValueTask<byte[]?> ReadAsync(string key, CancellationToken cancellationToken) =>
        cache.GetOrCreateAsync<byte[]?>(
            key, static _ => new ValueTask<byte[]?>(default(byte[])), s_readOptions, cancellationToken: cancellationToken);

    public ValueTask WriteAsync(string key, byte[] value, CancellationToken cancellationToken) =>
        cache.SetAsync(key, value, _writeOptions, cancellationToken: cancellationToken);
}
