namespace Qwen3.Connectors.Inference;

/// <summary>
/// A call was rejected or ended because the engine can't take it now: the same call can succeed later, or on another instance.
/// </summary>
/// <remarks>A web service answers with status 503 and the header <c>Retry-After</c>.</remarks>
public abstract class EngineUnavailableException : InvalidOperationException
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="retryAfter">When to try again, from now; 1 second where it is less.</param>
    protected EngineUnavailableException(string message, TimeSpan retryAfter)
        : base(message) => RetryAfter = retryAfter < s_shortest ? s_shortest : retryAfter;

    /// <summary>Gets the time after which the call may be tried again; 1 second or more.</summary>
    public TimeSpan RetryAfter { get; }
}
