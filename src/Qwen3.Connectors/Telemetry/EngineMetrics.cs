using System.Diagnostics.Metrics;

namespace Qwen3.Connectors.Telemetry;

/// <summary>Instruments of the engines of one container. They are read when a listener collects; nothing is measured for them.</summary>
internal sealed class EngineMetrics : IDisposable
{
    private readonly Meter _meter = new(TelemetryNames.Source);
    private readonly Lock _lock = new();
    private readonly List<(KeyValuePair<string, object?> Model, Func<EngineSnapshot?> Read)> _engines = [];

    public EngineMetrics()
    {
        _meter.CreateObservableUpDownCounter("qwen3.engine.queue.texts", () => Observe(engine => engine.QueuedTexts), "{text}", "Texts that wait for a batch");
        _meter.CreateObservableUpDownCounter("qwen3.engine.queue.tokens", () => Observe(engine => engine.QueuedTokens), "{token}", "Tokens that wait for a batch");
        _meter.CreateObservableCounter("qwen3.engine.texts", () => Observe(engine => engine.TextsCompleted), "{text}", "Texts computed");
        _meter.CreateObservableCounter("qwen3.engine.batches", () => Observe(engine => engine.BatchesRun), "{batch}", "Batches computed");
        _meter.CreateObservableCounter("qwen3.engine.tokens.computed", () => Observe(engine => engine.TokensComputed), "{token}", "Tokens computed");
        _meter.CreateObservableCounter("qwen3.engine.tokens.shared", () => Observe(engine => engine.TokensShared), "{token}", "Tokens taken from a shared prefix");
        _meter.CreateObservableCounter("qwen3.engine.compute.time", () => Observe(engine => engine.ComputeTime.TotalSeconds), "s", "Time spent on batches");
        _meter.CreateObservableGauge("qwen3.engine.batch.tokens", () => Observe(MeanBatchTokens), "{token}", "Tokens computed a batch, mean since the model was opened");
        _meter.CreateObservableGauge("qwen3.engine.throughput", () => Observe(Throughput), "{token}/s", "Tokens computed a second of computing, mean since the model was opened");
    }

    /// <summary>Adds an engine.</summary>
    /// <param name="modelId">Its model's name, the tag of its measurements.</param>
    /// <param name="read">Its counters, or null where it has none to show; must not open the model.</param>
    public void Add(string modelId, Func<EngineSnapshot?> read)
    {
        lock (_lock)
        {
            _engines.Add((new(TelemetryNames.RequestModel, modelId), read));
        }
    }

    public void Dispose() => _meter.Dispose();

    private static double MeanBatchTokens(EngineSnapshot engine) => engine.BatchesRun == 0 ? 0 : (double)engine.TokensComputed / engine.BatchesRun;

    private static double Throughput(EngineSnapshot engine) => engine.ComputeTime == TimeSpan.Zero ? 0 : engine.TokensComputed / engine.ComputeTime.TotalSeconds;

    private List<Measurement<T>> Observe<T>(Func<EngineSnapshot, T> value)
        where T : struct
    {
        lock (_lock)
        {
            var measurements = new List<Measurement<T>>();
            foreach (var (model, read) in _engines)
            {
                if (read() is { } engine)
                {
                    measurements.Add(new(value(engine), model));
                }
            }

            return measurements;
        }
    }
}
