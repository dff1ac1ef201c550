using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Engines;

/// <summary>The two kinds of model.</summary>
internal static class ModelAccesses
{
    public static ModelAccess<EmbeddingModel, EmbeddingPrompt, EmbeddedText> Embedding { get; } = new("embedding")
    {
        Load = EmbeddingModel.Load,
        RunAsync = (model, prompts, maxTokens, truncation, token) => model.EmbedAsync(prompts, maxTokens, truncation, token),
        DescriptionOf = model => model.Description,
        TokenizerOf = model => model.Tokenizer,
        FingerprintOf = model => model.Fingerprint,
        StatisticsOf = model => model.Statistics,
        TruncatedTokensOf = text => text.TruncatedTokenCount,
        DimensionsOf = model => model.Shape.HiddenSize,
    };

    public static ModelAccess<RerankerModel, RerankPrompt, ScoredPrompt> Reranking { get; } = new("reranking")
    {
        Load = RerankerModel.Load,
        RunAsync = (model, prompts, maxTokens, truncation, token) => model.ScoreAsync(prompts, maxTokens, truncation, token),
        DescriptionOf = model => model.Description,
        TokenizerOf = model => model.Tokenizer,
        FingerprintOf = model => model.Fingerprint,
        StatisticsOf = model => model.Statistics,
        TruncatedTokensOf = prompt => prompt.TruncatedTokenCount,
        DimensionsOf = _ => null,
    };
}
