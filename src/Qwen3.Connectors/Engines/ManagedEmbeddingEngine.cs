using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Engines;

/// <summary>The managed engine in this process.</summary>
internal sealed class ManagedEmbeddingEngine(EmbeddingModel model) : IEmbeddingEngine
{
    public EngineDescription Description { get; } = ModelServices.Describe(model.Description, isEmbedding: true);

    public Task<IReadOnlyList<EmbeddedText>> EmbedAsync(IReadOnlyList<string> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken) =>
        model.EmbedAsync(prompts, maxTokens, truncation, cancellationToken);

    public object? GetService(Type serviceType) => ModelServices.Find(serviceType, this, model, model.Description, model.Tokenizer, () => model.Fingerprint);

    public void Dispose() => model.Dispose();
}
