using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Telemetry;

/// <summary>
/// Reports calls of a generator. What the container hands out as an interface is inside one of these; who decorates a generator with Microsoft.Extensions.AI's
/// <c>UseOpenTelemetry</c> takes the concrete generator, and has one span a call either way.
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

    /// <summary>Describes the model at the first call, and again until it is open.</summary>
    private TracedOperation Describe()
    {
        if (Volatile.Read(ref _operation) is { } known)
        {
            return known;
        }

        var metadata = this.GetRequiredService<EmbeddingGeneratorMetadata>();
        _dimensions = metadata.DefaultModelDimensions;
        var operation = new TracedOperation(TelemetryNames.Embeddings, metadata.ProviderName!, metadata.DefaultModelId!, metadata.ProviderUri);
        if (_dimensions is not null)
        {
            // Before the model is open, its name is that of its file.
            Volatile.Write(ref _operation, operation);
        }

        return operation;
    }
}
