using Microsoft.Extensions.Caching.Distributed;

namespace Qwen3.Connectors.Caching.Storage;

internal sealed class DistributedCacheStorage(IDistributedCache cache, EmbeddingCacheOptions options) : IEmbeddingStorage
{
    private readonly DistributedCacheEntryOptions _entryOptions = new() { AbsoluteExpirationRelativeToNow = options.Expiration };

    public async ValueTask<byte[]?> ReadAsync(string key, CancellationToken cancellationToken) =>
        await cache.GetAsync(key, cancellationToken).ConfigureAwait(false);

    public async ValueTask WriteAsync(string key, byte[] value, CancellationToken cancellationToken) =>
        await cache.SetAsync(key, value, _entryOptions, cancellationToken).ConfigureAwait(false);
}
