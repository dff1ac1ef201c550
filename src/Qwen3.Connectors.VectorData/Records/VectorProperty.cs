using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.VectorData.Records;

/// <summary>A vector property of a record.</summary>
/// <param name="Name">Its name in .NET.</param>
/// <param name="Type">Its type: a vector, or what the store makes one from; null where it is not known.</param>
/// <param name="Dimensions">Values of a vector.</param>
/// <param name="Generator">What the store embeds it with, where the definition says so.</param>
internal sealed record VectorProperty(string Name, Type? Type, int Dimensions, IEmbeddingGenerator? Generator)
{
    /// <summary>Whether it holds vectors, and not texts that the store embeds.</summary>
    public bool HoldsVectors => Type is null || Type == typeof(ReadOnlyMemory<float>) || Type == typeof(ReadOnlyMemory<float>?) || Type == typeof(float[]) || Type == typeof(Embedding<float>);
}
