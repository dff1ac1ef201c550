namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>
/// Computes the delays between attempts: exponential, with jitter, so that clients that failed together do not return together.
/// </summary>
internal static class RetrySchedule
{
    private static readonly TimeSpan s_maxDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_maxRetryAfter = TimeSpan.FromMinutes(2);

    /// <param name="retryDelay">The delay after the first failure.</param>
    /// <param name="failures">The number of consecutive failures, at least 1.</param>
    /// <param name="retryAfter">The delay that the server requested, or null; negative values are ignored.</param>
    /// <param name="random">A random number in [0, 1).</param>
    /// <returns>75 to 100 % of the exponential delay, or 100 to 125 % of the requested one.</returns>
    public static TimeSpan GetDelay(TimeSpan retryDelay, int failures, TimeSpan? retryAfter, double random)
    {
        if (retryAfter is { } requested && requested >= TimeSpan.Zero)
        {
            return Min(requested, s_maxRetryAfter) * (1 + (0.25 * random));
        }

        return Min(retryDelay * Math.Pow(2, Math.Min(failures - 1, 10)), s_maxDelay) * (1 - (0.25 * random));
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
