namespace Qwen3.Connectors.Inference;

/// <summary>The queue is full: the call was rejected at once, and nothing of it was computed.</summary>
public sealed class EngineOverloadedException : EngineUnavailableException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="queuedTokens">Tokens that wait.</param>
    /// <param name="refusedTokens">Tokens of the rejected call.</param>
    /// <param name="maxQueuedTokens">Tokens that may wait.</param>
    /// <param name="retryAfter">Estimated time until the queue has space for the call; capped at 60 seconds.</param>
    public EngineOverloadedException(long queuedTokens, long refusedTokens, long maxQueuedTokens, TimeSpan retryAfter = default)
        : base(
            $"{queuedTokens} tokens wait to be computed, the call has {refusedTokens} more, and {maxQueuedTokens} may wait. "
            + $"Try again later, or raise {nameof(InferenceOptions.MaxQueuedTokens)}.",
            TimeSpan.FromSeconds(Math.Min(retryAfter.TotalSeconds, 60)))
    {
        QueuedTokens = queuedTokens;
        RefusedTokens = refusedTokens;
        MaxQueuedTokens = maxQueuedTokens;
    }

    /// <summary>Tokens that wait.</summary>
    public long QueuedTokens { get; }

    /// <summary>Tokens of the rejected call.</summary>
    public long RefusedTokens { get; }

    /// <summary>Tokens that may wait.</summary>
    public long MaxQueuedTokens { get; }
}
