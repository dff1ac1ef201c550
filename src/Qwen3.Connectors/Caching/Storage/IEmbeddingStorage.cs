namespace Qwen3.Connectors.Caching.Storage;

/// <summary>Stores bytes by key.</summary>
internal interface IEmbeddingStorage
{
    /// <returns>The value, or null where the key is absent.</returns>
    ValueTask<byte[]?> ReadAsync(string key, CancellationToken cancellationToken);

    ValueTask WriteAsync(string key, byte[] value, CancellationToken cancellationToken);
}
