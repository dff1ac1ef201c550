using Microsoft.Extensions.VectorData;

namespace Qwen3.Connectors.LocalStore.Indexing;

/// <summary>The index kinds that a vector property may ask for.</summary>
internal static class IndexKinds
{
    /// <summary>Returns whether vectors are kept as int8 codes; null if the store's options decide.</summary>
    public static bool? IsQuantized(string? kind) => kind switch
    {
        null or IndexKind.Dynamic => null,
        IndexKind.Flat => false,
        IndexKind.QuantizedFlat => true,
        _ => throw new NotSupportedException(
            $"The index kind '{kind}' is not supported: a local store builds no graph or clusters. Use {IndexKind.Flat} (exact), "
            + $"{IndexKind.QuantizedFlat} (int8 codes in memory, exact scores), or none."),
    };
}
