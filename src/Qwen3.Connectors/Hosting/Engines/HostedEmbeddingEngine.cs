using Qwen3.Connectors.Engines;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Hosting.Engines;

/// <summary>A container's embedding model.</summary>
internal sealed class HostedEmbeddingEngine(EnginePool pool, ModelSource source, InferenceOptions options)
    : HostedEngine<EmbeddingModel, EmbeddingPrompt, EmbeddedText>(pool, ModelAccesses.Embedding, source, options), IEmbeddingEngine
{
    public Task<IReadOnlyList<EmbeddedText>> EmbedAsync(
        IReadOnlyList<EmbeddingPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken) =>
        RunAsync(prompts, maxTokens, truncation, cancellationToken);
}
