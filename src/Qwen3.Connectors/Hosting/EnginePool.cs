using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Telemetry;

namespace Qwen3.Connectors.Hosting;

/// <summary>The models of a container, each opened once however many registrations name it. They live as long as the container.</summary>
internal sealed class EnginePool(ILoggerFactory? loggers) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EngineKey, HostedEmbeddingEngine> _embeddingEngines = [];
    private readonly Dictionary<EngineKey, HostedRerankEngine> _rerankEngines = [];
    private bool _disposed;

    /// <summary>Stands before all engines.</summary>
    public WorkGate Gate { get; } = new();

    public EngineMetrics Metrics { get; } = new();

    public ILogger Log { get; } = (loggers ?? NullLoggerFactory.Instance).CreateLogger(TelemetryNames.Source);

    public HostedEmbeddingEngine Embedding(string path, InferenceOptions options) =>
        FindOrAdd(_embeddingEngines, path, options, key => new(this, key.Path, options));

    public HostedRerankEngine Reranking(string path, InferenceOptions options) =>
        FindOrAdd(_rerankEngines, path, options, key => new(this, key.Path, options));

    /// <summary>Waits for running batches, then lets the files go.</summary>
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

    private TEngine FindOrAdd<TEngine>(Dictionary<EngineKey, TEngine> engines, string path, InferenceOptions options, Func<EngineKey, TEngine> create)
    {
        var key = EngineKey.Of(path, options);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!engines.TryGetValue(key, out var engine))
            {
                engines.Add(key, engine = create(key));
            }

            return engine;
        }
    }
}
