using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Adapters.Tests.VectorData;

/// <summary>An engine of another model, of which nothing but the name is asked.</summary>
internal sealed class OtherModelEngine(int dimensions) : IEmbeddingEngine
{
    public EngineDescription Description { get; } = new("test", "another model") { Dimensions = dimensions };

    public Task<IReadOnlyList<EmbeddedText>> EmbedAsync(IReadOnlyList<EmbeddingPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken) => throw new NotSupportedException();

    public object? GetService(Type serviceType) => null;

    public void Dispose()
    {
    }
}
