using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Engines;

/// <summary>How an engine uses its kind of model.</summary>
/// <param name="Purpose">What the model is for, in a word of the log.</param>
internal sealed record ModelAccess<TModel, TPrompt, TResult>(string Purpose)
{
    public required Func<string, InferenceOptions, TModel> Load { get; init; }

    /// <summary>Computes prompts.</summary>
    public required Func<TModel, IReadOnlyList<TPrompt>, int?, Truncation, CancellationToken, Task<IReadOnlyList<TResult>>> RunAsync
    {
        get;
        init;
    }

    public required Func<TModel, ModelDescription> DescriptionOf { get; init; }

    public required Func<TModel, Qwen3Tokenizer> TokenizerOf { get; init; }

    /// <summary>Reads the file where it was not read before.</summary>
    public required Func<TModel, ModelFingerprint> FingerprintOf { get; init; }

    public required Func<TModel, EngineStatistics> StatisticsOf { get; init; }

    public required Func<TResult, int> TruncatedTokensOf { get; init; }

    /// <summary>Values of a result; null where it is a score.</summary>
    public required Func<ModelDescription, int?> DimensionsOf { get; init; }
}
