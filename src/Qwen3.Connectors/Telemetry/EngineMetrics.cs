using System.Diagnostics.Metrics;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Telemetry;

/// <summary>Instruments of the engines of one container. They are read when a listener collects; nothing is measured for them.</summary>
internal sealed class EngineMetrics : IDisposable
{
    private readonly Meter _meter = new(TelemetryNames.Source);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<Func<EngineStatistics>>> _engines = [];

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
    /// <param name="read">Its counters.</param>
    public void Add(string modelId, Func<EngineStatistics> read)
    {
        lock (_lock)
        {
            if (!_engines.TryGetValue(modelId, out var engines))
            {
                _engines.Add(modelId, engines = []);
            }

            engines.Add(read);
        }
    }

    public void Dispose() => _meter.Dispose();

    private static double MeanBatchTokens(EngineStatistics engine) => engine.BatchesRun == 0 ? 0 : (double)engine.TokensComputed / engine.BatchesRun;

    private static double Throughput(EngineStatistics engine) => engine.ComputeTime == TimeSpan.Zero ? 0 : engine.TokensComputed / engine.ComputeTime.TotalSeconds;

    private List<Measurement<T>> Observe<T>(Func<EngineStatistics, T> value)
        where T : struct
    {
        lock (_lock)
        {
            return [.. _engines.Select(model => new Measurement<T>(value(Sum(model.Value)), new KeyValuePair<string, object?>(TelemetryNames.RequestModel, model.Key)))];
        }
    }

    /// <summary>A model that is opened twice, with other options, is one to its observers: a measurement has one value a set of tags.</summary>
    private static EngineStatistics Sum(List<Func<EngineStatistics>> engines) => engines.Select(read => read()).Aggregate((sum, engine) => new EngineStatistics
    {
        TextsCompleted = sum.TextsCompleted + engine.TextsCompleted,
        TokensComputed = sum.TokensComputed + engine.TokensComputed,
        TokensShared = sum.TokensShared + engine.TokensShared,
        BatchesRun = sum.BatchesRun + engine.BatchesRun,
        QueuedTexts = sum.QueuedTexts + engine.QueuedTexts,
        QueuedTokens = sum.QueuedTokens + engine.QueuedTokens,
        ComputeTime = sum.ComputeTime + engine.ComputeTime,
    });
}
