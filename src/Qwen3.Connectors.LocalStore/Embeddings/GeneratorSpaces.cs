using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData.ProviderServices;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.LocalStore.Records;

namespace Qwen3.Connectors.LocalStore.Embeddings;

/// <summary>The vector spaces of generators, of this library and of others.</summary>
internal static class GeneratorSpaces
{
    /// <summary>Returns the space of the vectors that a property's generator makes; null if it does not name its model.</summary>
    /// <exception cref="InvalidOperationException">Its vectors have another length than those of the property.</exception>
    public static async ValueTask<VectorSpaceFingerprint?> ReadAsync(VectorPropertyModel property, CancellationToken cancellationToken)
    {
        if (property.EmbeddingGenerator is not { } generator)
        {
            return null;
        }

        var space = generator.GetService(typeof(Qwen3EmbeddingGenerator)) is null
            && generator.GetService(typeof(VectorSpaceFingerprint)) is null
                ? OfMetadata(generator, property.Dimensions)
                : await generator.GetVectorSpaceAsync(cancellationToken).ConfigureAwait(false);
        if (space?.Dimensions is { } dimensions && dimensions != property.Dimensions)
        {
            throw new InvalidOperationException(
                $"The generator of vector property '{property.ModelName}' makes {dimensions} dimensions; the property declares "
                + $"{property.Dimensions}. Set both to the same number, for example by "
                + $"{nameof(Qwen3EmbeddingOptions)}.{nameof(Qwen3EmbeddingOptions.Dimensions)}.");
        }

        // Vectors that are given are documents, whatever role the generator has that embeds what is searched for.
        return space is not null && VectorValue.IsSupported(property.Type)
            ? space with { Role = EmbeddingRole.Document, Instruction = null }
            : space;
    }

    /// <summary>Of another library's generator only provider, model and dimensions are known.</summary>
    private static VectorSpaceFingerprint? OfMetadata(IEmbeddingGenerator generator, int propertyDimensions)
    {
        var metadata = generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        if (metadata?.DefaultModelId is not { Length: > 0 } model)
        {
            return null;
        }

        var name = $"model:{metadata.ProviderName ?? "unknown"}/{model}";
        return new VectorSpaceFingerprint
        {
            Weights = name,
            Tokenizer = name,
            Template = "unknown",
            Pooling = "unknown",
            Role = EmbeddingRole.Document,
            Instruction = null,
            Dimensions = metadata.DefaultModelDimensions ?? propertyDimensions,
            Truncation = Truncation.Throw,
            MaxTokens = null,
        };
    }
}
