namespace Qwen3.Connectors.Cli.Benchmarking.Reports;

/// <summary>Percentiles of the duration of calls, in milliseconds.</summary>
internal sealed record LatencyPercentiles(double P50, double P95, double P99)
{
    /// <summary>Computes percentiles by nearest rank, so that each is a measured time.</summary>
    /// <param name="times">At least one duration.</param>
    public static LatencyPercentiles Of(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(time => time.TotalMilliseconds).Order().ToArray();
        return new LatencyPercentiles(At(0.50), At(0.95), At(0.99));

        double At(double fraction) => sorted[Math.Max(0, (int)Math.Ceiling(fraction * sorted.Length) - 1)];
    }
}
