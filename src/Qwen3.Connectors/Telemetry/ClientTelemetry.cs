using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Qwen3.Connectors.Telemetry;

/// <summary>The activity source and the histograms of calls. Buckets are those of the OpenTelemetry conventions.</summary>
internal static class ClientTelemetry
{
    public static readonly ActivitySource Source = new(TelemetryNames.Source);

    private static readonly Meter s_meter = new(TelemetryNames.Source);

    public static readonly Histogram<double> OperationDuration = s_meter.CreateHistogram(
        TelemetryNames.OperationDuration,
        "s",
        "Duration of an operation",
        tags: null,
        new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
        });

    public static readonly Histogram<int> TokenUsage = s_meter.CreateHistogram(
        TelemetryNames.TokenUsage,
        "{token}",
        "Number of tokens used",
        tags: null,
        new InstrumentAdvice<int>
        {
            HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864],
        });
}
