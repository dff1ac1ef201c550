using System.Diagnostics.Metrics;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Telemetry;

/// <summary>The observable instruments of one container's engines. Values are read from the engines when a listener collects.</summary>
internal sealed class EngineMetrics : IDisposable
{
    private readonly Meter _meter = new(TelemetryNames.Source);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<Func<EngineStatistics>>> _engines = [];

    public EngineMetrics()
    {
        AddUpDownCounter("qwen3.engine.queue.texts", engine => engine.QueuedTexts, "{text}", "Texts in the request queue");
        AddUpDownCounter("qwen3.engine.queue.tokens", engine => engine.QueuedTokens, "{token}", "Tokens in the request queue");
        AddCounter("qwen3.engine.texts", engine => engine.TextsCompleted, "{text}", "Texts computed");
        AddCounter("qwen3.engine.batches", engine => engine.BatchesRun, "{batch}", "Batches computed");
        AddCounter("qwen3.engine.tokens.computed", engine => engine.TokensComputed, "{token}", "Tokens computed");
        AddCounter("qwen3.engine.tokens.shared", engine => engine.TokensShared, "{token}", "Tokens reused from a shared prefix");
        AddCounter("qwen3.engine.compute.time", engine => engine.ComputeTime.TotalSeconds, "s", "Time spent computing batches");
        AddGauge("qwen3.engine.batch.tokens", GetMeanBatchTokens, "{token}", "Tokens computed per batch, mean since the model was opened");
        AddGauge("qwen3.engine.throughput", GetThroughput, "{token}/s", "Tokens per second of computing, mean since the model was opened");
    }

    /// <param name="modelId">The model's name, the tag of its measurements.</param>
    /// <param name="read">Reads the engine's counters.</param>
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

    private static double GetMeanBatchTokens(EngineStatistics engine) =>
        engine.BatchesRun == 0 ? 0 : (double)engine.TokensComputed / engine.BatchesRun;

    private static double GetThroughput(EngineStatistics engine) =>
        engine.ComputeTime == TimeSpan.Zero ? 0 : engine.TokensComputed / engine.ComputeTime.TotalSeconds;

    private void AddCounter<T>(string name, Func<EngineStatistics, T> read, string unit, string description)
        where T : struct => _meter.CreateObservableCounter(name, () => Observe(read), unit, description);

    private void AddUpDownCounter<T>(string name, Func<EngineStatistics, T> read, string unit, string description)
        where T : struct => _meter.CreateObservableUpDownCounter(name, () => Observe(read), unit, description);

    private void AddGauge<T>(string name, Func<EngineStatistics, T> read, string unit, string description)
        where T : struct => _meter.CreateObservableGauge(name, () => Observe(read), unit, description);

    private List<Measurement<T>> Observe<T>(Func<EngineStatistics, T> read)
        where T : struct
    {
        lock (_lock)
        {
            return [.. _engines.Select(model => new Measurement<T>(
                read(Sum(model.Value)), new KeyValuePair<string, object?>(TelemetryNames.RequestModel, model.Key)))];
        }
    }

    /// <summary>Adds up the engines of one model, opened with different options: a measurement has one value per set of tags.</summary>
    private static EngineStatistics Sum(List<Func<EngineStatistics>> engines) =>
        engines.Select(read => read()).Aggregate((sum, engine) => new EngineStatistics
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
