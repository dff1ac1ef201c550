using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Catalog;

namespace Qwen3.Connectors.Hosting.Engines;

/// <summary>
/// What two registrations must have in common to share a model in memory: the file or the name, and every option that is fixed when it is
/// loaded.
/// </summary>
internal sealed record EngineKey(
    string Path,
    int? ThreadCount,
    int BatchTokens,
    bool SharePrefixes,
    int PrefixCacheTokens,
    int MaxQueuedTokens,
    string? Kernel,
    ITransformerBackend? Backend)
{
    public static EngineKey Of(ModelReference model, InferenceOptions options) => new(
        model.Key,
        options.ThreadCount,
        options.BatchTokens,
        options.SharePrefixes,
        options.PrefixCacheTokens,
        options.MaxQueuedTokens,
        options.Kernel,
        options.Backend);
}
