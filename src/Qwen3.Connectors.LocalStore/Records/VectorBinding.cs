using Microsoft.Extensions.VectorData.ProviderServices;
using Qwen3.Connectors.LocalStore.Indexing;
using Qwen3.Connectors.LocalStore.Storage;

namespace Qwen3.Connectors.LocalStore.Records;

/// <summary>A vector property of the records and its table.</summary>
internal sealed record VectorBinding(VectorPropertyModel Model, StoredProperty Stored)
{
    public DistanceMeasure Measure { get; } = DistanceMeasure.Of(Model.DistanceFunction);

}
