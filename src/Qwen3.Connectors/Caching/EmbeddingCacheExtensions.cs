using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Qwen3.Connectors.Caching.Lookup;
using Qwen3.Connectors.Caching.Storage;

namespace Qwen3.Connectors;

/// <summary>Caches the vectors of a <see cref="Qwen3EmbeddingGenerator"/>.</summary>
/// <remarks>
/// <para>
/// A key holds everything that a vector depends on: the weights, tokenizer and template of the model, role, instruction, dimensions,
/// truncation, token limit, and the text. One cache can therefore serve any number of generators, models and processes: a query never
/// gets a document's vector. Keys are SHA-256 hashes, so no text is stored. Values are the floats bit for bit, with token counts and a
/// checksum; a damaged value is computed again.
/// </para>
/// <para>
/// The cache of Microsoft.Extensions.AI (<c>UseDistributedCache</c>) does not know role and instruction: around a generator and around its
/// query generator, with one cache, it returns a document's vector for a query.
/// </para>
/// </remarks>
public static class EmbeddingCacheExtensions
{
    /// <summary>Adds a cache in front of a generator.</summary>
    /// <param name="generator">A <see cref="Qwen3EmbeddingGenerator"/>, or decorators around one. The cached generator owns it.</param>
    /// <param name="cache">The cache, such as Redis or memory; may be shared.</param>
    /// <param name="options">Key prefix and expiration; null for the defaults.</param>
    /// <returns>A generator that computes only texts that are not in the cache, in one call per batch.</returns>
    /// <exception cref="ArgumentException">Options are wrong; the message lists every fault.</exception>
    /// <exception cref="NotSupportedException">
    /// There is no <see cref="Qwen3EmbeddingGenerator"/> inside <paramref name="generator"/>.
    /// </exception>
    public static CachedEmbeddingGenerator WithCache(
        this IEmbeddingGenerator<string, Embedding<float>> generator, IDistributedCache cache, EmbeddingCacheOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cache);
        return Create(generator, copy => new DistributedCacheStorage(cache, copy), options);
    }

    /// <summary>Adds a cache in front of a generator.</summary>
    /// <param name="generator">A <see cref="Qwen3EmbeddingGenerator"/>, or decorators around one. The cached generator owns it.</param>
    /// <param name="cache">The cache; may be shared.</param>
    /// <param name="options">Key prefix and expiration; null for the defaults.</param>
    /// <returns>A generator that computes only texts that are not in the cache, in one call per batch.</returns>
    /// <exception cref="ArgumentException">Options are wrong; the message lists every fault.</exception>
    /// <exception cref="NotSupportedException">
    /// There is no <see cref="Qwen3EmbeddingGenerator"/> inside <paramref name="generator"/>.
    /// </exception>
    public static CachedEmbeddingGenerator WithCache(
        this IEmbeddingGenerator<string, Embedding<float>> generator, HybridCache cache, EmbeddingCacheOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cache);
        return Create(generator, copy => new HybridCacheStorage(cache, copy), options);
    }

    private static CachedEmbeddingGenerator Create(
        IEmbeddingGenerator<string, Embedding<float>> generator,
        Func<EmbeddingCacheOptions, IEmbeddingStorage> createStorage,
        EmbeddingCacheOptions? options)
    {
        ArgumentNullException.ThrowIfNull(generator);
        var copy = options?.Clone() ?? new EmbeddingCacheOptions();
        copy.ThrowIfInvalid(nameof(options));
        var core = generator.GetService<Qwen3EmbeddingGenerator>() ?? throw new NotSupportedException(
            $"There is no {nameof(Qwen3EmbeddingGenerator)} inside a {generator.GetType().Name}, which tells what vectors depend on. "
            + $"Add the cache in front of a {nameof(Qwen3EmbeddingGenerator)}, or of decorators that forward GetService.");
        return new CachedEmbeddingGenerator(generator, core, new EmbeddingCache(createStorage(copy), copy), ownsInner: true);
    }
}
