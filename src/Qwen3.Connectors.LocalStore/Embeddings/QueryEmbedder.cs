using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData.ProviderServices;
using Qwen3.Connectors.LocalStore.Records;

namespace Qwen3.Connectors.LocalStore.Embeddings;

/// <summary>What is searched for to its vector.</summary>
internal static class QueryEmbedder
{
    /// <summary>Returns the vector of a search value. A Qwen3 generator embeds texts with the role query.</summary>
    /// <exception cref="NotSupportedException">The value is no vector, and the property has no generator.</exception>
    /// <exception cref="InvalidOperationException">The property's generator does not accept the value.</exception>
    /// <exception cref="ArgumentException">The vector has another length, or a value that is not finite.</exception>
    public static async ValueTask<ReadOnlyMemory<float>> EmbedAsync(
        VectorPropertyModel property, object value, CancellationToken cancellationToken)
    {
        var vector = VectorValue.Read(value) ?? await GenerateAsync(property, value, cancellationToken).ConfigureAwait(false);
        VectorValue.Check(vector.Span, property.Dimensions, $"The searched vector of '{property.ModelName}'");
        return vector;
    }

    private static async ValueTask<ReadOnlyMemory<float>> GenerateAsync(
        VectorPropertyModel property, object value, CancellationToken cancellationToken)
    {
        if (value is string text
            && property.EmbeddingGenerator is IEmbeddingGenerator<string, Embedding<float>> generator
            && generator.GetService(typeof(Qwen3EmbeddingGenerator)) is not null)
        {
            var options = new EmbeddingGenerationOptions().WithRole(EmbeddingRole.Query);
            var embeddings = await generator.GenerateAsync([text], options, cancellationToken).ConfigureAwait(false);
            return embeddings[0].Vector;
        }

        if (property.EmbeddingGenerationDispatcher is not null)
        {
            var embedding = await property.GenerateEmbeddingAsync(value, cancellationToken).ConfigureAwait(false);
            return ((Embedding<float>)embedding).Vector;
        }

        throw property.EmbeddingGenerator is { } other
            ? new InvalidOperationException(
                VectorDataStrings.IncompatibleEmbeddingGeneratorWasConfiguredForInputType(value.GetType(), other.GetType()))
            : new NotSupportedException(
                VectorDataStrings.InvalidSearchInputAndNoEmbeddingGeneratorWasConfigured(value.GetType(), VectorValue.Supported));
    }
}
