using Qwen3.Connectors.Engines;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Hosting.Engines;

/// <summary>An embedding model of a container. Its views do not own it.</summary>
internal sealed class HostedEmbeddingEngine(EnginePool pool, ModelSource source, InferenceOptions options)
    : HostedEngine<ManagedEmbeddingEngine>(pool, "embedding", source, options), IEmbeddingEngine
{
    public EngineDescription Description => Describe(engine => engine.Description);

    public Task<IReadOnlyList<EmbeddedText>> EmbedAsync(IReadOnlyList<string> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken) =>
        RunAsync(prompts.Count, (engine, token) => engine.EmbedAsync(prompts, maxTokens, truncation, token), text => text.TruncatedTokenCount, cancellationToken);

    public object? GetService(Type serviceType)
    {
        ArgumentNullException.ThrowIfNull(serviceType);

        // Decorators ask for all kinds of types: only those of the model are worth opening it.
        return serviceType.IsInstanceOfType(this) ? this
            : serviceType == typeof(EmbeddingModel) || ModelServices.IsOfModel(serviceType) ? Engine.GetService(serviceType)
            : null;
    }

    protected override ManagedEmbeddingEngine Open(string path, InferenceOptions options) => new(EmbeddingModel.Load(path, options));

    protected override ModelDescription DescriptionOf(ManagedEmbeddingEngine engine) => (ModelDescription)engine.GetService(typeof(ModelDescription))!;

    protected override EngineStatistics ReadStatistics(ManagedEmbeddingEngine engine) => ((EmbeddingModel)engine.GetService(typeof(EmbeddingModel))!).Statistics;
}
