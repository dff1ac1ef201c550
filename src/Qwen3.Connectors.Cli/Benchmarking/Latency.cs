namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>How long single calls took, in milliseconds.</summary>
/// <param name="P50">Half of the calls took no longer.</param>
/// <param name="P95">19 of 20 took no longer.</param>
/// <param name="P99">99 of 100 took no longer; of fewer than 100 calls, the longest.</param>
internal sealed record Latency(double P50, double P95, double P99)
{
    /// <summary>Percentiles by nearest rank: each is a time that was measured.</summary>
    /// <param name="times">At least one.</param>
    public static Latency Of(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(time => time.TotalMilliseconds).Order().ToArray();
        return new Latency(At(0.50), At(0.95), At(0.99));

        double At(double fraction) => sorted[Math.Max(0, (int)Math.Ceiling(fraction * sorted.Length) - 1)];
    }
}
