using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.VectorData.Records;

/// <summary>A vector property of a record.</summary>
/// <param name="Name">Its name in .NET.</param>
/// <param name="Type">Its type: a vector, or a value that the store embeds; null if unknown.</param>
/// <param name="Dimensions">The length of a vector.</param>
/// <param name="Generator">The generator that the definition names for it; null if none.</param>
internal sealed record VectorProperty(string Name, Type? Type, int Dimensions, IEmbeddingGenerator? Generator)
{
    /// <summary>Gets whether the property holds vectors, instead of texts that the store embeds.</summary>
    public bool HoldsVectors => Type is null
        || Type == typeof(ReadOnlyMemory<float>)
        || Type == typeof(ReadOnlyMemory<float>?)
        || Type == typeof(float[])
        || Type == typeof(Embedding<float>);
}
