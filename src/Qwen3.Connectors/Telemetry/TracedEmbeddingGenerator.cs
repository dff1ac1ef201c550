using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Telemetry;

/// <summary>
/// Reports the calls of a generator. The container wraps generators that it provides as an interface. Decorators that report calls
/// themselves, such as <c>UseOpenTelemetry</c> of Microsoft.Extensions.AI, may wrap this one: there is one span per call either way.
/// </summary>
internal sealed class TracedEmbeddingGenerator : DelegatingEmbeddingGenerator<string, Embedding<float>>
{
    private TracedOperation? _operation;
    private int? _dimensions;

    public TracedEmbeddingGenerator(Qwen3EmbeddingGenerator inner)
        : base(inner)
    {
    }

    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default) => await Describe().RunAsync(
            () => base.GenerateAsync(values, options, cancellationToken),
            activity => activity.SetTag(TelemetryNames.EmbeddingDimensions, options?.Dimensions ?? _dimensions),
            embeddings => (embeddings.Usage, embeddings.FirstOrDefault()?.ModelId)).ConfigureAwait(false);

    /// <summary>Describes the model at the first call, because that opens it.</summary>
    private TracedOperation Describe()
    {
        if (Volatile.Read(ref _operation) is { } known)
        {
            return known;
        }

        var metadata = this.GetRequiredService<EmbeddingGeneratorMetadata>();
        _dimensions = metadata.DefaultModelDimensions;
        var operation = new TracedOperation(
            TelemetryNames.Embeddings, metadata.ProviderName!, metadata.DefaultModelId!, metadata.ProviderUri);
        Volatile.Write(ref _operation, operation);
        return operation;
    }
}
