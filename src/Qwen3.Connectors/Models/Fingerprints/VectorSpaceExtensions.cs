using Microsoft.Extensions.AI;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors;

/// <summary>Extension methods for the vector space of a generator. They also work on decorators that forward <c>GetService</c>.</summary>
public static class VectorSpaceExtensions
{
    /// <summary>
    /// Returns the fingerprint of the vector space of a generator whose model is open; <see cref="GetVectorSpaceAsync"/> opens it.
    /// </summary>
    /// <param name="generator">A <see cref="Qwen3EmbeddingGenerator"/>, or decorators around one.</param>
    /// <exception cref="NotSupportedException">The generator has no fingerprint: it belongs to another library, or a decorator hides
    /// it.</exception>
    /// <exception cref="InvalidOperationException">The model is not open.</exception>
    public static VectorSpaceFingerprint GetVectorSpace(this IEmbeddingGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return generator.GetService(typeof(VectorSpaceFingerprint)) as VectorSpaceFingerprint
            ?? throw (generator.GetService(typeof(Qwen3EmbeddingGenerator)) is null
                ? NotSupported(generator)
                : new InvalidOperationException($"The generator's model is not open. Use {nameof(GetVectorSpaceAsync)}, which opens it."));
    }

    /// <summary>Returns the fingerprint of the vector space of a generator. A model that is opened on first use is opened.</summary>
    /// <param name="generator">A <see cref="Qwen3EmbeddingGenerator"/>, or decorators around one.</param>
    /// <param name="cancellationToken">Cancels waiting for the model.</param>
    /// <exception cref="NotSupportedException">The generator has no fingerprint: it belongs to another library, or a decorator hides
    /// it.</exception>
    public static async ValueTask<VectorSpaceFingerprint> GetVectorSpaceAsync(
        this IEmbeddingGenerator generator, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return generator.GetService(typeof(Qwen3EmbeddingGenerator)) is Qwen3EmbeddingGenerator known
            ? await known.GetVectorSpaceAsync(cancellationToken).ConfigureAwait(false)
            : generator.GetService(typeof(VectorSpaceFingerprint)) as VectorSpaceFingerprint ?? throw NotSupported(generator);
    }

    /// <summary>
    /// Checks that vectors of a generator may search an index: the model, the document prompt and the dimensions must be those of the
    /// index.
    /// </summary>
    /// <param name="index">An index whose <see cref="VectorIndexOptions.Space"/> is the text of the document generator's
    /// fingerprint.</param>
    /// <param name="generator">A generator of queries.</param>
    /// <exception cref="VectorSpaceMismatchException">The spaces differ; the message names every part that differs, and says what to
    /// do.</exception>
    /// <exception cref="InvalidOperationException">The index has no <see cref="VectorIndex.Space"/>, or it is not the text of a
    /// fingerprint.</exception>
    /// <exception cref="NotSupportedException">The generator has no fingerprint.</exception>
    public static void EnsureCompatible(this VectorIndex index, IEmbeddingGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(generator);
        if (!VectorSpaceFingerprint.TryParse(index.Space, out var space))
        {
            throw new InvalidOperationException(
                "The index has no fingerprint of the generator that made its vectors: "
                + $"set {nameof(VectorIndexOptions)}.{nameof(VectorIndexOptions.Space)} "
                + "to documents.GetVectorSpace().ToString() when the index is created.");
        }

        generator.GetVectorSpace().EnsureCompatible(space with { Dimensions = index.Dimensions });
    }

    /// <summary>
    /// Returns values for <c>CacheKeyAdditionalValues</c> of <c>DistributedCachingEmbeddingGenerator</c> in Microsoft.Extensions.AI.
    /// Its keys contain the text and the options of the call, but not the model, the role and the instruction of the generator: without
    /// these values, a query and a document with the same text share an entry.
    /// </summary>
    /// <param name="generator">A <see cref="Qwen3EmbeddingGenerator"/>, or decorators around one.</param>
    /// <returns>Strings, so that keys are built without reflection.</returns>
    /// <exception cref="NotSupportedException">The generator has no fingerprint.</exception>
    public static object[] GetCacheKeyValues(this IEmbeddingGenerator generator) => [generator.GetVectorSpace().ToString()];

    private static NotSupportedException NotSupported(IEmbeddingGenerator generator) => new(
        $"A {generator.GetType().Name} does not provide the fingerprint of its vector space ({nameof(VectorSpaceFingerprint)}); "
        + $"a {nameof(Qwen3EmbeddingGenerator)} does.");
}
