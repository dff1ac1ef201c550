using Microsoft.Extensions.AI;
using Qwen3.Connectors.Caching.Lookup;
using Qwen3.Connectors.Embedding.Calls;

namespace Qwen3.Connectors;

/// <summary>
/// A generator that takes vectors from a cache and computes the missing ones. Created by <see cref="EmbeddingCacheExtensions"/>. Safe for
/// concurrent use: of concurrent calls with the same text, one computes.
/// </summary>
/// <remarks>
/// Embeddings from the cache have the values, model, date and token counts of those that were computed. The usage of a call counts the
/// tokens of all its texts, and those that came from the cache as <see cref="UsageDetails.CachedInputTokenCount"/>. Failed calls are
/// not cached.
/// </remarks>
public sealed class CachedEmbeddingGenerator : DelegatingEmbeddingGenerator<string, Embedding<float>>
{
    private readonly Qwen3EmbeddingGenerator _core;
    private readonly EmbeddingCache _cache;
    private readonly bool _ownsInner;
    private KeyFactory? _keys;

    internal CachedEmbeddingGenerator(
        IEmbeddingGenerator<string, Embedding<float>> inner, Qwen3EmbeddingGenerator core, EmbeddingCache cache, bool ownsInner)
        : base(inner)
    {
        _core = core;
        _cache = cache;
        _ownsInner = ownsInner;
    }

    /// <summary>Returns a view with the same cache that embeds queries. Disposing the view leaves this generator open.</summary>
    /// <param name="instruction">What the queries look for, as an English sentence; null for the generator's own instruction.</param>
    /// <returns>A generator that works until this one is disposed.</returns>
    /// <exception cref="ArgumentException">The instruction is empty.</exception>
    public CachedEmbeddingGenerator AsQueryGenerator(string? instruction = null) => CreateView(_core.AsQueryGenerator(instruction));

    /// <summary>Returns a view with the same cache that embeds documents. Disposing the view leaves this generator open.</summary>
    /// <returns>A generator that works until this one is disposed.</returns>
    public CachedEmbeddingGenerator AsDocumentGenerator() => CreateView(_core.AsDocumentGenerator());

    /// <summary>Returns the embedding of each text, from the cache where it is there.</summary>
    /// <param name="values">The texts; enumerated once.</param>
    /// <param name="options">Options of this call; never changed. Null for the generator's own.</param>
    /// <param name="cancellationToken">Stops waiting for the cache and computing.</param>
    /// <returns>Embeddings in the order of <paramref name="values"/>.</returns>
    /// <exception cref="ArgumentException">A text is null, or the generator rejects the options.</exception>
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var call = await _core.ReadCallAsync(options, cancellationToken).ConfigureAwait(false);
        var texts = ReadTexts(values);
        if (texts.Count == 0)
        {
            return await base.GenerateAsync(texts, options, cancellationToken).ConfigureAwait(false);
        }

        var keys = await GetKeysAsync(cancellationToken).ConfigureAwait(false);
        var lookup = new CacheLookup(keys.Create(call), texts, cancellationToken);
        var explicitOptions = CallOptions.Create(call, options);
        await _cache.ResolveAsync(
            lookup,
            missing => base.GenerateAsync(missing, explicitOptions, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return lookup.ToEmbeddings(_core.GetRequiredService<EngineDescription>().ModelId);
    }

    /// <summary>Gets the inner <see cref="Qwen3EmbeddingGenerator"/> in this view's role, or a service of the inner generator.</summary>
    /// <param name="serviceType">The type to find.</param>
    /// <param name="serviceKey">A key, passed on to the inner generator.</param>
    /// <returns>An instance of the type, or null where there is none.</returns>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && (serviceType == typeof(Qwen3EmbeddingGenerator) || serviceType == typeof(VectorSpaceFingerprint))
            ? _core.GetService(serviceType)
            : base.GetService(serviceType, serviceKey);
    }

    /// <summary>Disposes the inner generator, unless this is a view.</summary>
    /// <param name="disposing">Whether <c>Dispose</c> was called.</param>
    protected override void Dispose(bool disposing)
    {
        if (_ownsInner)
        {
            base.Dispose(disposing);
        }
    }

    private CachedEmbeddingGenerator CreateView(Qwen3EmbeddingGenerator core) => new(InnerGenerator, core, _cache, ownsInner: false);

    /// <summary>Opens the model at the first call: a key needs its fingerprint.</summary>
    private async ValueTask<KeyFactory> GetKeysAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _keys) is { } known)
        {
            return known;
        }

        var keys = new KeyFactory(await _core.GetVectorSpaceAsync(cancellationToken).ConfigureAwait(false), _cache.KeyPrefix);
        Volatile.Write(ref _keys, keys);
        return keys;
    }

    private static List<string> ReadTexts(IEnumerable<string> values)
    {
        var texts = new List<string>();
        foreach (var text in values)
        {
            texts.Add(text ?? throw new ArgumentException($"Text {texts.Count} is null; a text was expected.", nameof(values)));
        }

        return texts;
    }
}
