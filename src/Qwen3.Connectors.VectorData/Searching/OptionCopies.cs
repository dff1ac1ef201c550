using Microsoft.Extensions.VectorData;

namespace Qwen3.Connectors.VectorData.Searching;

/// <summary>Copies the options of a search, so that those of the caller are never changed.</summary>
internal static class OptionCopies
{
    public static VectorSearchOptions<TRecord> Copy<TRecord>(this VectorSearchOptions<TRecord> options) => new()
    {
        Filter = options.Filter,
        VectorProperty = options.VectorProperty,
        Skip = options.Skip,
        IncludeVectors = options.IncludeVectors,
        ScoreThreshold = options.ScoreThreshold,
    };

    public static HybridSearchOptions<TRecord> Copy<TRecord>(this HybridSearchOptions<TRecord> options) => new()
    {
        Filter = options.Filter,
        VectorProperty = options.VectorProperty,
        AdditionalProperty = options.AdditionalProperty,
        Skip = options.Skip,
        IncludeVectors = options.IncludeVectors,
        ScoreThreshold = options.ScoreThreshold,
    };
}
