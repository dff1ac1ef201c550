using Microsoft.Extensions.VectorData;
using Qwen3.Connectors;

namespace QdrantMemory;

/// <summary>A record of the store. The store embeds <see cref="Embedding"/> and keeps the text.</summary>
internal sealed class Memory
{
    [VectorStoreKey]
    public Guid Id { get; set; }

    [VectorStoreData(IsIndexed = true)]
    public string Source { get; set; } = "";

    [VectorStoreData(IsIndexed = true)]
    public string Language { get; set; } = "";

    [VectorStoreData]
    [RerankText]
    public string Text { get; set; } = "";

    [VectorStoreVector(256)]
    public string Embedding => Text;
}
