using Qwen3.Connectors.Engines;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Hosting.Engines;

/// <summary>A reranking model of a container.</summary>
internal sealed class HostedRerankEngine(EnginePool pool, ModelSource source, InferenceOptions options)
    : HostedEngine<ManagedRerankEngine>(pool, "reranking", source, options), IRerankEngine
{
    public EngineDescription Description => Describe(engine => engine.Description);

    public Task<IReadOnlyList<ScoredPrompt>> ScoreAsync(IReadOnlyList<RerankPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken) =>
        RunAsync(prompts.Count, (engine, token) => engine.ScoreAsync(prompts, maxTokens, truncation, token), prompt => prompt.TruncatedTokenCount, cancellationToken);

    public object? GetService(Type serviceType)
    {
        ArgumentNullException.ThrowIfNull(serviceType);

        // Decorators ask for all kinds of types: only those of the model are worth opening it.
        return serviceType.IsInstanceOfType(this) ? this
            : serviceType == typeof(RerankerModel) || ModelServices.IsOfModel(serviceType) ? Engine.GetService(serviceType)
            : null;
    }

    protected override ManagedRerankEngine Open(string path, InferenceOptions options) => new(RerankerModel.Load(path, options));

    protected override ModelDescription DescriptionOf(ManagedRerankEngine engine) => (ModelDescription)engine.GetService(typeof(ModelDescription))!;

    protected override EngineStatistics ReadStatistics(ManagedRerankEngine engine) => ((RerankerModel)engine.GetService(typeof(RerankerModel))!).Statistics;
}
