using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace Qwen3.Connectors.Adapters.Tests.VectorData;

/// <summary>Definitions of dynamic collections, as libraries without a record type create them.</summary>
internal static class Definitions
{
    /// <summary>A vector of three values, and these data properties.</summary>
    public static VectorStoreCollectionDefinition With(params VectorStoreDataProperty[] data) => new()
    {
        Properties =
        [
            new VectorStoreKeyProperty("Key", typeof(int)),
            .. data,
            new VectorStoreVectorProperty("Vector", typeof(ReadOnlyMemory<float>), 3),
        ],
    };

    public static VectorStoreCollectionDefinition Notes(IEmbeddingGenerator? generator = null)
    {
        var definition = With(Text("Text"));
        definition.EmbeddingGenerator = generator;
        return definition;
    }

    public static VectorStoreDataProperty Text(string name, bool isFullTextIndexed = false) =>
        new(name, typeof(string)) { IsFullTextIndexed = isFullTextIndexed };
}
