using Microsoft.Extensions.AI;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors;

/// <summary>What generators say of the space of their vectors, also through decorators that pass <c>GetService</c> on.</summary>
public static class VectorSpaceExtensions
{
    /// <summary>Gets the fingerprint of the space of a generator's vectors, whose model is open. <see cref="GetVectorSpaceAsync"/> opens it.</summary>
    /// <param name="generator">A <see cref="Qwen3EmbeddingGenerator"/>, or decorators around one.</param>
    /// <exception cref="NotSupportedException">The generator has none: it is of another library, or a decorator hides it.</exception>
    /// <exception cref="InvalidOperationException">The model is not open.</exception>
    public static VectorSpaceFingerprint GetVectorSpace(this IEmbeddingGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return generator.GetService(typeof(VectorSpaceFingerprint)) as VectorSpaceFingerprint
            ?? throw (generator.GetService(typeof(Qwen3EmbeddingGenerator)) is null
                ? NotSupported(generator)
                : new InvalidOperationException($"The generator's model is not open yet. Use {nameof(GetVectorSpaceAsync)}, which opens it."));
    }

    /// <summary>Gets the fingerprint of the space of a generator's vectors. A model that is opened when first needed is opened for it.</summary>
    /// <param name="generator">A <see cref="Qwen3EmbeddingGenerator"/>, or decorators around one.</param>
    /// <param name="cancellationToken">Stops the wait for the model.</param>
    /// <exception cref="NotSupportedException">The generator has none: it is of another library, or a decorator hides it.</exception>
    public static async ValueTask<VectorSpaceFingerprint> GetVectorSpaceAsync(this IEmbeddingGenerator generator, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return generator.GetService(typeof(Qwen3EmbeddingGenerator)) is Qwen3EmbeddingGenerator known
            ? await known.GetVectorSpaceAsync(cancellationToken).ConfigureAwait(false)
            : generator.GetService(typeof(VectorSpaceFingerprint)) as VectorSpaceFingerprint ?? throw NotSupported(generator);
    }

    /// <summary>Checks that a generator's vectors may search an index: that it has the model, the document prompt and the dimensions that the index was made with.</summary>
    /// <param name="index">An index whose <see cref="VectorIndexOptions.Space"/> is the text of the fingerprint of the generator of documents.</param>
    /// <param name="generator">A generator of queries.</param>
    /// <exception cref="VectorSpaceMismatchException">The spaces differ; the message names every part that differs, and what to do.</exception>
    /// <exception cref="InvalidOperationException">The index has no <see cref="VectorIndex.Space"/>, or it is not the text of a fingerprint.</exception>
    /// <exception cref="NotSupportedException">The generator has no fingerprint.</exception>
    public static void EnsureCompatible(this VectorIndex index, IEmbeddingGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(generator);
        if (!VectorSpaceFingerprint.TryParse(index.Space, out var space))
        {
            throw new InvalidOperationException(
                $"The index has no fingerprint of the generator that made its vectors: set {nameof(VectorIndexOptions)}.{nameof(VectorIndexOptions.Space)} "
                + "to documents.GetVectorSpace().ToString() when the index is created.");
        }

        generator.GetVectorSpace().EnsureCompatible(space with { Dimensions = index.Dimensions });
    }

    /// <summary>
    /// Values for <c>CacheKeyAdditionalValues</c> of <c>DistributedCachingEmbeddingGenerator</c> in Microsoft.Extensions.AI. Its keys hold the text and the call's
    /// options, but not the model, the role and the instruction of the generator: without these, a query and a document of one text share an entry.
    /// </summary>
    /// <param name="generator">A <see cref="Qwen3EmbeddingGenerator"/>, or decorators around one.</param>
    /// <returns>Strings, so that keys can be made without reflection.</returns>
    /// <exception cref="NotSupportedException">The generator has no fingerprint.</exception>
    public static object[] GetCacheKeyValues(this IEmbeddingGenerator generator) => [generator.GetVectorSpace().ToString()];

    private static NotSupportedException NotSupported(IEmbeddingGenerator generator) => new(
        $"A {generator.GetType().Name} does not report the space of its vectors ({nameof(VectorSpaceFingerprint)}); a {nameof(Qwen3EmbeddingGenerator)} does.");
}
