namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>An attempt failed in a way that another attempt may not.</summary>
internal sealed class TransientDownloadException(ModelDownloadFailure failure, string message, Exception? innerException = null)
    : Exception(PrintableText.Escape(message), innerException)
{
    /// <summary>The reason that is reported if no attempt succeeds.</summary>
    public ModelDownloadFailure Failure { get; } = failure;

    /// <summary>The delay that the server requested.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The number of attempts that are worth making; options may allow fewer.</summary>
    public int MaxAttempts { get; init; } = int.MaxValue;
}
