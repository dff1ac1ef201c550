using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Hosting.Configuration;

/// <summary>The configuration keys of <see cref="InferenceOptions"/>. A backend is an object and is set in code.</summary>
internal static class InferenceKeys
{
    public static OptionKeys<InferenceOptions> All { get; } = new()
    {
        { nameof(InferenceOptions.ThreadCount), (InferenceOptions options, int value) => options.ThreadCount = value },
        { nameof(InferenceOptions.BatchTokens), (InferenceOptions options, int value) => options.BatchTokens = value },
        { nameof(InferenceOptions.SharePrefixes), (InferenceOptions options, bool value) => options.SharePrefixes = value },
        { nameof(InferenceOptions.PrefixCacheTokens), (InferenceOptions options, int value) => options.PrefixCacheTokens = value },
        { nameof(InferenceOptions.MaxQueuedTokens), (InferenceOptions options, int value) => options.MaxQueuedTokens = value },
        { nameof(InferenceOptions.Kernel), (options, value) => options.Kernel = value },
    };
}
