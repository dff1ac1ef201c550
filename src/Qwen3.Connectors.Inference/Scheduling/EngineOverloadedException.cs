namespace Qwen3.Connectors.Inference;

/// <summary>Too much work waits already: the call was refused at once, and nothing of it was done.</summary>
public sealed class EngineOverloadedException : Exception
{
    /// <summary>Creates the exception from its facts.</summary>
    /// <param name="queuedTokens">Tokens that wait.</param>
    /// <param name="refusedTokens">Tokens of the refused call.</param>
    /// <param name="maxQueuedTokens">Tokens that may wait.</param>
    public EngineOverloadedException(long queuedTokens, long refusedTokens, long maxQueuedTokens)
        : base($"{queuedTokens} tokens wait to be computed, {refusedTokens} more were asked for, and {maxQueuedTokens} may wait. Try again later, or raise {nameof(InferenceOptions.MaxQueuedTokens)}.")
    {
        QueuedTokens = queuedTokens;
        RefusedTokens = refusedTokens;
        MaxQueuedTokens = maxQueuedTokens;
    }

    /// <summary>Tokens that wait.</summary>
    public long QueuedTokens { get; }

    /// <summary>Tokens of the refused call.</summary>
    public long RefusedTokens { get; }

    /// <summary>Tokens that may wait.</summary>
    public long MaxQueuedTokens { get; }
}
