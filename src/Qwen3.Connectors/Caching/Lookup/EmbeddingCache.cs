using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Caching.Storage;

namespace Qwen3.Connectors.Caching.Lookup;

/// <summary>
/// Finds the vectors of a call: in the storage, in calls that are running, or by computing. Shared by a generator and its views.
/// </summary>
internal sealed class EmbeddingCache(IEmbeddingStorage storage, EmbeddingCacheOptions options)
{
    /// <summary>A storage has no operation for many keys, so several run at once.</summary>
    private const int ConcurrentOperations = 16;

    private readonly PendingVectors _pending = new();

    public string KeyPrefix => options.KeyPrefix;

    /// <summary>Finds the vectors of all keys of a lookup.</summary>
    /// <param name="lookup">Receives the vectors.</param>
    /// <param name="compute">Computes texts, in one call.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task ResolveAsync(
        CacheLookup lookup,
        Func<IReadOnlyList<string>, Task<GeneratedEmbeddings<Embedding<float>>>> compute,
        CancellationToken cancellationToken)
    {
        while (lookup.GetMissingKeys() is { Count: > 0 } missing)
        {
            List<(string Key, Task<CachedVector?> Vector)> others;
            using (var claim = _pending.Claim(missing))
            {
                others = claim.Others;
                await ReadAsync(claim, lookup, cancellationToken).ConfigureAwait(false);
                await ComputeAsync(claim, lookup, compute, cancellationToken).ConfigureAwait(false);
            }

            // A call completes its own keys before it waits for others: no two calls wait for each other.
            foreach (var (key, vector) in others)
            {
                if (await vector.WaitAsync(cancellationToken).ConfigureAwait(false) is { } found)
                {
                    lookup.AddCached(key, found);
                }
            }
        }
    }

    private async Task ReadAsync(KeyClaim claim, CacheLookup lookup, CancellationToken cancellationToken)
    {
        var found = new ConcurrentDictionary<string, CachedVector>();
        await ForEachAsync(
            claim.Owned,
            async (key, token) =>
            {
                if (await storage.ReadAsync(key, token).ConfigureAwait(false) is { } bytes
                    && VectorSerializer.Read(key, bytes) is { } vector)
                {
                    found[key] = vector;
                }
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var (key, vector) in found)
        {
            lookup.AddCached(key, vector);
            claim.Complete(key, vector);
        }
    }

    private async Task ComputeAsync(
        KeyClaim claim,
        CacheLookup lookup,
        Func<IReadOnlyList<string>, Task<GeneratedEmbeddings<Embedding<float>>>> compute,
        CancellationToken cancellationToken)
    {
        var keys = claim.Owned.FindAll(key => !lookup.Contains(key));
        if (keys.Count == 0)
        {
            return;
        }

        var embeddings = await compute([.. keys.Select(lookup.TextOf)]).ConfigureAwait(false);
        if (embeddings.Count != keys.Count)
        {
            throw new InvalidOperationException(
                $"The generator behind the cache returned {embeddings.Count} embeddings; expected {keys.Count}, one per text.");
        }

        var computed = new Dictionary<string, CachedVector>(keys.Count);
        for (var i = 0; i < keys.Count; i++)
        {
            var vector = CachedVector.Create(embeddings[i]);
            computed.Add(keys[i], vector);
            lookup.AddComputed(keys[i], vector);
            claim.Complete(keys[i], vector);
        }

        await ForEachAsync(
            keys,
            (key, token) => storage.WriteAsync(key, VectorSerializer.Write(key, computed[key]), token),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs an operation of the storage for each key. A failure is reported, and is the same as an absent key.</summary>
    private Task ForEachAsync(
        List<string> keys, Func<string, CancellationToken, ValueTask> operation, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            keys,
            new ParallelOptions { MaxDegreeOfParallelism = ConcurrentOperations, CancellationToken = cancellationToken },
            async (key, token) =>
            {
                try
                {
                    await operation(key, token).ConfigureAwait(false);
                }
#pragma warning disable CA1031 // Whatever a cache throws, the texts can be computed without it.
                catch (Exception exception) when (!token.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    options.OnFailure?.Invoke(exception);
                }
            });
}
