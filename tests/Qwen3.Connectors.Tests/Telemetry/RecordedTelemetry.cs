using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Qwen3.Connectors.Tests.Telemetry;

/// <summary>Records the spans and measurements of the process, those of other tests included: select by a unique model name.</summary>
internal sealed class RecordedTelemetry : IDisposable
{
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ConcurrentQueue<RecordedMeasurement> _measurements = new();

    public RecordedTelemetry()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name.Contains("Qwen3", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.Contains("Qwen3", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.Start();
    }

    public IReadOnlyCollection<Activity> Spans => _spans;

    public IReadOnlyCollection<RecordedMeasurement> Measurements => _measurements;

    public List<Activity> SpansOf(string model) => [.. _spans.Where(span => Equals(span.GetTagItem("gen_ai.request.model"), model))];

    public List<RecordedMeasurement> MeasurementsOf(string instrument, string model) => [.. _measurements
        .Where(measurement => measurement.Instrument == instrument)
        .Where(measurement => Equals(measurement.Tags.GetValueOrDefault("gen_ai.request.model"), model))];

    public void Collect() => _meters.RecordObservableInstruments();

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measurements.Enqueue(new RecordedMeasurement(instrument.Name, instrument.Unit, value, new(tags.ToArray())));
}
