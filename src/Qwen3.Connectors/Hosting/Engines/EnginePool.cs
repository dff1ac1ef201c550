using Microsoft.Extensions.Logging;
using Qwen3.Connectors.Engines;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Catalog;
using Qwen3.Connectors.Telemetry;

namespace Qwen3.Connectors.Hosting.Engines;

/// <summary>
/// The models of a container, each opened once, whatever the number of registrations that name it. They live as long as the container.
/// </summary>
/// <param name="loggers">Creates the log; null for none.</param>
/// <param name="getStore">Where named models come from.</param>
/// <param name="backend">What computes in place of the managed code where options set none; null for the managed code.</param>
internal sealed class EnginePool(ILoggerFactory? loggers, Func<ModelStore> getStore, ITransformerBackend? backend = null) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EngineKey, HostedEmbeddingEngine> _embeddingEngines = [];
    private readonly Dictionary<EngineKey, HostedRerankEngine> _rerankEngines = [];
    private bool _disposed;

    /// <summary>Tracks the calls of all engines.</summary>
    public RequestTracker Gate { get; } = new();

    public EngineMetrics Metrics { get; } = new();

    public ILogger Log { get; } = EngineLog.Create(loggers);

    public HostedEmbeddingEngine Embedding(string path, InferenceOptions options) =>
        FindOrAdd(_embeddingEngines, path, options, (source, copy) => new(this, source, copy));

    public HostedRerankEngine Reranking(string path, InferenceOptions options) =>
        FindOrAdd(_rerankEngines, path, options, (source, copy) => new(this, source, copy));

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
        foreach (IDisposable engine in (IEnumerable<IDisposable>)[.. _embeddingEngines.Values, .. _rerankEngines.Values])
        {
            engine.Dispose();
        }

        Gate.Dispose();
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
