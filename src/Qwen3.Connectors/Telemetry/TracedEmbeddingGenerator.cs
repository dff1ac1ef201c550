using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Telemetry;

/// <summary>
/// Reports the calls of a generator. The container wraps generators that it provides as an interface. Decorators that report calls
/// themselves, such as <c>UseOpenTelemetry</c> of Microsoft.Extensions.AI, may wrap this one: there is one span per call either way.
/// </summary>
internal sealed class TracedEmbeddingGenerator : DelegatingEmbeddingGenerator<string, Embedding<float>>
{
    private readonly TracedOperation _operation;
    private readonly Qwen3EmbeddingGenerator _generator;

    public TracedEmbeddingGenerator(Qwen3EmbeddingGenerator inner)
        : base(inner)
    {
        _generator = inner;
        _operation = new TracedOperation(TelemetryNames.Embeddings, () => inner.GetService<EngineDescription>());
    }

    public override Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default) => _operation.RunAsync(
            () => base.GenerateAsync(values, options, cancellationToken),
            activity => activity.SetTag(TelemetryNames.EmbeddingDimensions, options?.Dimensions ?? _generator.Dimensions),
            embeddings => (embeddings.Usage, embeddings.FirstOrDefault()?.ModelId));
}
