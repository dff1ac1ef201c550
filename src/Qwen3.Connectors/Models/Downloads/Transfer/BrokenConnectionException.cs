namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>An attempt failed in a way that another one may not.</summary>
internal sealed class BrokenConnectionException(ModelDownloadFailure failure, string message, TimeSpan? retryAfter = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>What it is called if no attempt succeeds.</summary>
    public ModelDownloadFailure Failure { get; } = failure;

    /// <summary>The wait that the server asked for.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
