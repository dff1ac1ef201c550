using Microsoft.Extensions.Logging;
using Qwen3.Connectors.Engines;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Catalog;
using Qwen3.Connectors.Telemetry;
using Qwen3.Connectors.Telemetry.Logging;

namespace Qwen3.Connectors.Hosting.Engines;

/// <summary>
/// The models of a container, each opened once, whatever the number of registrations that name it. They live as long as the container.
/// </summary>
/// <param name="loggers">Creates the log; null for none.</param>
/// <param name="getStore">Where named models come from.</param>
/// <param name="backend">What computes in place of the managed code where options set none; null for the managed code.</param>
/// <param name="servers">Creates engines for addresses of servers; null where no package has registered it.</param>
internal sealed class EnginePool(
    ILoggerFactory? loggers,
    Func<ModelStore> getStore,
    ITransformerBackend? backend = null,
    IServerEngineFactory? servers = null) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EngineKey, HostedEmbeddingEngine> _embeddingEngines = [];
    private readonly Dictionary<EngineKey, HostedRerankEngine> _rerankEngines = [];
    private readonly Dictionary<string, ServerEmbeddingEngine> _serverEmbeddingEngines = [];
    private readonly Dictionary<string, ServerRerankEngine> _serverRerankEngines = [];
    private bool _disposed;

    /// <summary>Tracks the calls of all engines.</summary>
    public RequestTracker Gate { get; } = new();

    public EngineMetrics Metrics { get; } = new();

    public ILogger Log { get; } = EngineLog.Create(loggers);

    public IEmbeddingEngine Embedding(string path, InferenceOptions options) => ServerReference.IsServer(path)
        ? FindOrAdd(_serverEmbeddingEngines, path, factory => new(this, factory.CreateEmbeddingEngine(path)))
        : FindOrAdd(_embeddingEngines, path, options, (source, copy) => new(this, source, copy));

    public IRerankEngine Reranking(string path, InferenceOptions options) => ServerReference.IsServer(path)
        ? FindOrAdd(_serverRerankEngines, path, factory => new(this, factory.CreateRerankEngine(path)))
        : FindOrAdd(_rerankEngines, path, options, (source, copy) => new(this, source, copy));

    public void LogFailure(Exception exception, int textCount, string modelId)
    {
        switch (exception)
        {
            case EngineStoppingException { WasRunning: false }:
                Log.CallRejected(textCount, modelId);
                break;
            case OperationCanceledException:
                Log.CallCancelled(textCount, modelId);
                break;
            default:
                // The type alone: the message of another library's engine might quote a text.
                Log.CallFailed(textCount, modelId, exception.GetType().FullName!);
                break;
        }
    }

    /// <summary>Waits for running batches, then closes the files.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        Metrics.Dispose();
        IEnumerable<IDisposable> engines =
            [.. _embeddingEngines.Values, .. _rerankEngines.Values, .. _serverEmbeddingEngines.Values, .. _serverRerankEngines.Values];
        foreach (var engine in engines)
        {
            engine.Dispose();
        }

        Gate.Dispose();
    }

    private TEngine FindOrAdd<TEngine>(Dictionary<string, TEngine> engines, string address, Func<IServerEngineFactory, TEngine> create)
    {
        if (servers is null)
        {
            throw new InvalidOperationException(
                "ModelPath is the address of a server, and no package that calls servers is registered. "
                + "Add the package Qwen3.Connectors.Remote and call services.AddQwen3Remote().");
        }

        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!engines.TryGetValue(address, out var engine))
            {
                engines.Add(address, engine = create(servers));
            }

            return engine;
        }
    }

    private TEngine FindOrAdd<TEngine>(
        Dictionary<EngineKey, TEngine> engines, string path, InferenceOptions options, Func<ModelSource, InferenceOptions, TEngine> create)
    {
        options = options.Clone();
        options.Backend ??= backend;
        var model = ModelReference.Parse(path, nameof(path));
        var key = EngineKey.Of(model, options);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!engines.TryGetValue(key, out var engine))
            {
                var source = new ModelSource(model with { Text = key.Path }, model.Model is null ? null : getStore());
                engines.Add(key, engine = create(source, options));
            }

            return engine;
        }
    }
}
