using Microsoft.Extensions.AI;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors;

/// <summary>Passes embeddings to <see cref="Qwen3.Connectors.VectorSearch"/>, which works on plain vectors.</summary>
public static class EmbeddingVectorExtensions
{
    /// <summary>Gets the vectors of embeddings, in their order.</summary>
    /// <param name="embeddings">Embeddings, such as the result of a call; enumerated when the vectors are.</param>
    /// <returns><c>[embeddings][dimensions]</c>, not copied.</returns>
    /// <exception cref="ArgumentException">An embedding is null; thrown when the vectors are enumerated.</exception>
    public static IEnumerable<ReadOnlyMemory<float>> ToVectors(this IEnumerable<Embedding<float>> embeddings)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        return embeddings.Select((embedding, i) =>
            embedding is null
                ? throw new ArgumentException($"Embedding {i} is null; an embedding was expected.", nameof(embeddings))
                : embedding.Vector);
    }

    /// <summary>
    /// Truncates an embedding to its first values and normalises it again, as <see cref="EmbeddingGenerationOptions.Dimensions"/> does for
    /// new ones.
    /// </summary>
    /// <param name="embedding">An embedding; not changed.</param>
    /// <param name="dimensions">Values to keep; 1 to the embedding's width. The models are trained for 32 and more.</param>
    /// <returns>A new embedding of norm one, with the model, date and properties of the original.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The embedding has fewer values, or <paramref name="dimensions"/> is below 1.
    /// </exception>
    /// <exception cref="ArgumentException">A value is not finite, or those to keep are all zero.</exception>
    public static Embedding<float> Truncate(this Embedding<float> embedding, int dimensions)
    {
        ArgumentNullException.ThrowIfNull(embedding);
        return new Embedding<float>(Matryoshka.Truncate(embedding.Vector.Span, dimensions))
        {
            ModelId = embedding.ModelId,
            CreatedAt = embedding.CreatedAt,
            AdditionalProperties = embedding.AdditionalProperties?.Clone(),
        };
    }
}
