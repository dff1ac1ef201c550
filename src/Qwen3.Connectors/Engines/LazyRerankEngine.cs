using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Engines;

/// <summary>The managed engine on a model that is got and opened when first needed. Opening maps the weights into memory without reading them.</summary>
internal sealed class LazyRerankEngine(ModelSource source, InferenceOptions options) : IRerankEngine
{
    private readonly AsyncLazy<ManagedRerankEngine> _engine = new(async token =>
        new ManagedRerankEngine(RerankerModel.Load(await source.GetFileAsync(token).ConfigureAwait(false), options)));

    public EngineDescription Description =>
        _engine.Opened is null && source.Description is { } known ? known : source.Rename(_engine.Open().Description);

    public async Task<IReadOnlyList<ScoredPrompt>> ScoreAsync(IReadOnlyList<RerankPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken)
    {
        var engine = await _engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        return await engine.ScoreAsync(prompts, maxTokens, truncation, cancellationToken).ConfigureAwait(false);
    }

    public object? GetService(Type serviceType)
    {
        ArgumentNullException.ThrowIfNull(serviceType);

        // Decorators ask for all kinds of types: only those of the model are worth opening it.
        return serviceType.IsInstanceOfType(this) ? this
            : serviceType == typeof(RerankerModel) || ModelServices.IsOfModel(serviceType) ? _engine.Open().GetService(serviceType)
            : null;
    }

    public void Dispose() => _engine.Dispose();
}
