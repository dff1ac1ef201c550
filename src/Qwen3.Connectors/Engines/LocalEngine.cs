using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Engines;

/// <summary>
/// The engine of a model in this process, opened when it is first needed. Opening maps the weights into memory without reading them.
/// </summary>
internal abstract class LocalEngine<TModel, TPrompt, TResult> : ILazyEngine, IDisposable, IAsyncDisposable
    where TModel : class, IDisposable, IAsyncDisposable
{
    private readonly AsyncLazy<TModel> _model;
    private readonly string? _backend;
    private EngineDescription? _description;

    /// <summary>On a model that is opened when first needed.</summary>
    protected LocalEngine(ModelAccess<TModel, TPrompt, TResult> access, ModelSource source, InferenceOptions options)
    {
        Access = access;
        Options = options.Clone();
        Source = source;
        _backend = options.Backend?.Name;
        _model = new AsyncLazy<TModel>(LoadAsync);
    }

    /// <summary>On an open model, which the engine then owns.</summary>
    protected LocalEngine(ModelAccess<TModel, TPrompt, TResult> access, TModel model)
    {
        Access = access;
        Options = new InferenceOptions();
        _backend = access.DescriptionOf(model).Backend;
        _model = new AsyncLazy<TModel>(model);
    }

    /// <summary>What is known without opening the model: what the catalog says of a named one, the name of a file.</summary>
    public EngineDescription Description => _model.Value is { } model
        ? _description ??= Describe(model)
        : (Source!.Description ?? new EngineDescription("", Source.ShortName)) with { ProviderName = ProviderName };

    public bool IsOpen => _model.Value is not null;

    protected ModelAccess<TModel, TPrompt, TResult> Access { get; }

    protected InferenceOptions Options { get; }

    /// <summary>Null where the model was open from the start.</summary>
    protected ModelSource? Source { get; }

    private string ProviderName => _backend is null ? EngineDescription.LocalProvider : $"qwen3.{_backend}";

    public async ValueTask<EngineDescription> GetDescriptionAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return Description;
    }

    public object? GetService(Type serviceType)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceType.IsInstanceOfType(this) ? this
            : _model.Value is { } model ? ServiceOf(model, serviceType)
            : null;
    }

    /// <summary>Opens the model for what only a model has; decorators ask for all kinds of types.</summary>
    public async ValueTask<object?> GetServiceAsync(Type serviceType, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (!IsOfModel(serviceType))
        {
            return GetService(serviceType);
        }

        var model = await OpenAsync(cancellationToken).ConfigureAwait(false);
        return serviceType == typeof(ModelFingerprint)
            ? await Task.Run(() => Access.FingerprintOf(model), cancellationToken).ConfigureAwait(false)
            : ServiceOf(model, serviceType);
    }

    public void Dispose() => _model.Dispose();

    public ValueTask DisposeAsync() => _model.DisposeAsync();

    /// <summary>Gets the open model.</summary>
    public virtual ValueTask<TModel> OpenAsync(CancellationToken cancellationToken) => _model.GetAsync(cancellationToken);

    protected virtual async Task<IReadOnlyList<TResult>> RunAsync(
        IReadOnlyList<TPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken)
    {
        var model = await _model.GetAsync(cancellationToken).ConfigureAwait(false);
        return await Access.RunAsync(model, prompts, maxTokens, truncation, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gets the file and opens it, on the thread pool.</summary>
    protected virtual async Task<TModel> LoadAsync(CancellationToken cancellationToken) =>
        Access.Load(await Source!.GetFileAsync(cancellationToken).ConfigureAwait(false), Options);

    /// <summary>A model asked for by a name of the catalog keeps that name.</summary>
    private EngineDescription Describe(TModel model)
    {
        var description = Access.DescriptionOf(model);
        return new EngineDescription(ProviderName, Source?.Description?.ModelId ?? description.Name)
        {
            Dimensions = Access.DimensionsOf(description),
            ContextLength = description.Shape.ContextLength,
        };
    }

    private static bool IsOfModel(Type serviceType) => serviceType == typeof(TModel)
        || serviceType == typeof(ModelDescription)
        || serviceType == typeof(ModelFingerprint)
        || serviceType == typeof(Qwen3Tokenizer);

    private object? ServiceOf(TModel model, Type serviceType) =>
        serviceType == typeof(TModel) ? model
        : serviceType == typeof(ModelDescription) ? Access.DescriptionOf(model)
        : serviceType == typeof(Qwen3Tokenizer) ? Access.TokenizerOf(model)
        : serviceType == typeof(ModelFingerprint) ? Access.FingerprintOf(model)
        : null;
}
