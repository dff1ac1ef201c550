using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel.Data;

namespace Qwen3.Connectors.Adapters.Tests.Stores.Agents;

/// <summary>A program with its description. The store embeds the description as a document when the record is written.</summary>
internal sealed class ProgramEntry
{
    [VectorStoreKey]
    public required int Id { get; init; }

    [VectorStoreData]
    [TextSearchResultValue]
    public required string Description { get; init; }

    [VectorStoreVector(256)]
    public string Embedding => Description;
}
