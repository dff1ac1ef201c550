using Microsoft.Extensions.VectorData;

namespace Qwen3.Connectors.Benchmarks.LocalStore;

/// <summary>A record of the local store's tests.</summary>
internal sealed class StoredRecord
{
    [VectorStoreKey]
    public long Id { get; set; }

    /// <summary>The batch that wrote the record.</summary>
    [VectorStoreData(IsIndexed = true)]
    public long Batch { get; set; }

    [VectorStoreData(IsFullTextIndexed = true)]
    public string Text { get; set; } = "";

    public ReadOnlyMemory<float> Vector { get; set; }

    /// <summary>The properties, with vectors of a length.</summary>
    public static VectorStoreCollectionDefinition Definition(int dimensions) => new()
    {
        Properties =
        [
            new VectorStoreKeyProperty(nameof(Id), typeof(long)),
            new VectorStoreDataProperty(nameof(Batch), typeof(long)) { IsIndexed = true },
            new VectorStoreDataProperty(nameof(Text), typeof(string)) { IsFullTextIndexed = true },
            new VectorStoreVectorProperty(nameof(Vector), typeof(ReadOnlyMemory<float>), dimensions),
        ],
    };
}
