using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Engines;

/// <summary>A reranking model in this process.</summary>
internal sealed class LocalRerankEngine : LocalEngine<RerankerModel, RerankPrompt, ScoredPrompt>, IRerankEngine
{
    public LocalRerankEngine(ModelSource source, InferenceOptions options)
        : base(ModelAccesses.Reranking, source, options)
    {
    }

    public LocalRerankEngine(RerankerModel model)
        : base(ModelAccesses.Reranking, model)
    {
    }

    public Task<IReadOnlyList<ScoredPrompt>> ScoreAsync(
        IReadOnlyList<RerankPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken) =>
        RunAsync(prompts, maxTokens, truncation, cancellationToken);
}
