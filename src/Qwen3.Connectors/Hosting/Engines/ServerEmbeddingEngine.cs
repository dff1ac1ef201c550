using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Hosting.Engines;

/// <summary>A container's embedding model on a server.</summary>
internal sealed class ServerEmbeddingEngine(EnginePool pool, IEmbeddingEngine inner) : IEmbeddingEngine
{
    public EngineDescription Description => inner.Description;

    public Task<IReadOnlyList<EmbeddedText>> EmbedAsync(
        IReadOnlyList<EmbeddingPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken) =>
        ServerCall.RunAsync(
            pool,
            inner.Description.ModelId,
            prompts.Count,
            token => inner.EmbedAsync(prompts, maxTokens, truncation, token),
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
