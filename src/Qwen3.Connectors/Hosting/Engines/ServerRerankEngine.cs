using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Hosting.Engines;

/// <summary>A container's reranker on a server.</summary>
internal sealed class ServerRerankEngine(EnginePool pool, IRerankEngine inner) : IRerankEngine
{
    public EngineDescription Description => inner.Description;

    public Task<IReadOnlyList<ScoredPrompt>> ScoreAsync(
        IReadOnlyList<RerankPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken) =>
        ServerCall.RunAsync(
            pool,
            inner.Description.ModelId,
            prompts.Count,
            token => inner.ScoreAsync(prompts, maxTokens, truncation, token),
            result => result.TruncatedTokenCount,
            cancellationToken);

    public object? GetService(Type serviceType) =>
        serviceType?.IsInstanceOfType(this) == true ? this : inner.GetService(serviceType!);

    public ValueTask<EngineDescription> GetDescriptionAsync(CancellationToken cancellationToken) =>
        inner.GetDescriptionAsync(cancellationToken);

    public ValueTask<object?> GetServiceAsync(Type serviceType, CancellationToken cancellationToken) =>
        inner.GetServiceAsync(serviceType, cancellationToken);

    public void Dispose() => inner.Dispose();
}
