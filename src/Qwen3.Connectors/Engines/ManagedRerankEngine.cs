using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Engines;

/// <summary>The managed engine in this process.</summary>
internal sealed class ManagedRerankEngine(RerankerModel model) : IRerankEngine
{
    public EngineDescription Description { get; } = ModelServices.Describe(model.Description, isEmbedding: false);

    public Task<IReadOnlyList<ScoredPrompt>> ScoreAsync(IReadOnlyList<RerankPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken) =>
        model.ScoreAsync(prompts, maxTokens, truncation, cancellationToken);

    public object? GetService(Type serviceType) => ModelServices.Find(serviceType, this, model, model.Description, model.Tokenizer, () => model.Fingerprint);

    public void Dispose() => model.Dispose();
}
