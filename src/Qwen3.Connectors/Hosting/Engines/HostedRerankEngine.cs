using Qwen3.Connectors.Engines;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Hosting.Engines;

/// <summary>A container's reranking model.</summary>
internal sealed class HostedRerankEngine(EnginePool pool, ModelSource source, InferenceOptions options)
    : HostedEngine<RerankerModel, RerankPrompt, ScoredPrompt>(pool, ModelAccesses.Reranking, source, options), IRerankEngine
{
    public Task<IReadOnlyList<ScoredPrompt>> ScoreAsync(
        IReadOnlyList<RerankPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken) =>
        RunAsync(prompts, maxTokens, truncation, cancellationToken);
}
