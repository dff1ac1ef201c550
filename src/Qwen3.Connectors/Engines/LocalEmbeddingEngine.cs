using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Engines;

/// <summary>An embedding model in this process.</summary>
internal sealed class LocalEmbeddingEngine : LocalEngine<EmbeddingModel, EmbeddingPrompt, EmbeddedText>, IEmbeddingEngine
{
    public LocalEmbeddingEngine(ModelSource source, InferenceOptions options)
        : base(ModelAccesses.Embedding, source, options)
    {
    }

    public LocalEmbeddingEngine(EmbeddingModel model)
        : base(ModelAccesses.Embedding, model)
    {
    }

    public Task<IReadOnlyList<EmbeddedText>> EmbedAsync(
        IReadOnlyList<EmbeddingPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken) =>
        RunAsync(prompts, maxTokens, truncation, cancellationToken);
}
