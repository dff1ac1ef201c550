using System.Globalization;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>Why an attempt failed, and when the next one starts.</summary>
/// <param name="Reason">What failed, without a final period.</param>
/// <param name="Attempt">The number of the next attempt; the first one is 1.</param>
/// <param name="MaxAttempts">The number of attempts after which the download fails.</param>
/// <param name="Delay">The time until the next attempt.</param>
internal sealed record DownloadRetry(string Reason, int Attempt, int MaxAttempts, TimeSpan Delay)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Reason}; retrying in {Delay.TotalSeconds:0.#} s ({Attempt} of {MaxAttempts})");
}
