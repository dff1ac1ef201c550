using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Telemetry;

namespace Qwen3.Connectors.Tests.Telemetry;

/// <summary>The observable instruments of engines.</summary>
public sealed class EngineMetricsTests : IDisposable
{
    private readonly RecordedTelemetry _telemetry = new();
    private readonly string _model = $"model {Guid.NewGuid()}";

    [Theory]
    [InlineData("qwen3.engine.queue.texts", "{text}", 3)]
    [InlineData("qwen3.engine.queue.tokens", "{token}", 70)]
    [InlineData("qwen3.engine.texts", "{text}", 10)]
    [InlineData("qwen3.engine.batches", "{batch}", 4)]
    [InlineData("qwen3.engine.tokens.computed", "{token}", 1000)]
    [InlineData("qwen3.engine.tokens.shared", "{token}", 500)]
    [InlineData("qwen3.engine.compute.time", "s", 2)]
    [InlineData("qwen3.engine.batch.tokens", "{token}", 250)]
    [InlineData("qwen3.engine.throughput", "{token}/s", 500)]
    public void Measurements_have_the_model_as_a_tag(string instrument, string unit, double value)
    {
        using var metrics = new EngineMetrics();
        metrics.Add(_model, () => new EngineStatistics
        {
            TextsCompleted = 10,
            TokensComputed = 1000,
            TokensShared = 500,
            BatchesRun = 4,
            QueuedTexts = 3,
            QueuedTokens = 70,
            ComputeTime = TimeSpan.FromSeconds(2),
        });
        _telemetry.Collect();
        var measurement = Assert.Single(_telemetry.MeasurementsOf(instrument, _model));
        Assert.Equal((unit, value), (measurement.Unit, measurement.Value));
    }

    [Fact]
    public void An_engine_without_calls_reports_zeros()
    {
        using var metrics = new EngineMetrics();
        metrics.Add(_model, () => default);
        _telemetry.Collect();
        Assert.Equal(9, _telemetry.Measurements.Count(IsOfModel));
        Assert.All(_telemetry.Measurements.Where(IsOfModel), measurement => Assert.Equal(0, measurement.Value));
    }

    [Fact]
    public void A_model_that_is_open_twice_is_measured_once()
    {
        using var metrics = new EngineMetrics();
        metrics.Add(_model, () => new() { TokensComputed = 100, ComputeTime = TimeSpan.FromSeconds(1) });
        metrics.Add(_model, () => new() { TokensComputed = 200, ComputeTime = TimeSpan.FromSeconds(2) });
        _telemetry.Collect();
        Assert.Equal(300, Assert.Single(_telemetry.MeasurementsOf("qwen3.engine.tokens.computed", _model)).Value);
        Assert.Equal(100, Assert.Single(_telemetry.MeasurementsOf("qwen3.engine.throughput", _model)).Value);
    }

    [Fact]
    public void Nothing_is_measured_after_disposal()
    {
        var metrics = new EngineMetrics();
        metrics.Add(_model, () => throw new InvalidOperationException("read after disposal"));
        metrics.Dispose();
        _telemetry.Collect();
        Assert.DoesNotContain(_telemetry.Measurements, IsOfModel);
    }

    public void Dispose() => _telemetry.Dispose();

    private bool IsOfModel(RecordedMeasurement measurement) => Equals(measurement.Tags.GetValueOrDefault("gen_ai.request.model"), _model);
}
