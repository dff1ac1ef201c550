namespace Qwen3.Connectors;

/// <summary>The host is shutting down: the call was not started, or the shutdown timeout ended it. Another instance of the application may take it.</summary>
public sealed class EngineStoppingException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="modelId">The model that was called.</param>
    /// <param name="wasRunning">Whether the call was running when the shutdown timeout was over; false where it was rejected at once.</param>
    public EngineStoppingException(string modelId, bool wasRunning)
        : base(wasRunning
            ? $"The call on '{modelId}' was ended: the application is stopping, and its shutdown timeout is over. Call again elsewhere, or raise HostOptions.ShutdownTimeout."
            : $"The call on '{modelId}' was rejected: the application is stopping. Call again elsewhere.")
    {
        ModelId = modelId;
        WasRunning = wasRunning;
    }

    /// <summary>The model that was called.</summary>
    public string ModelId { get; }

    /// <summary>Whether the call was running when the shutdown timeout was over; false where it was rejected at once.</summary>
    public bool WasRunning { get; }
}
