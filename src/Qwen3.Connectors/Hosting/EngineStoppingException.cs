using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors;

/// <summary>The application is shutting down: a call was rejected, or the shutdown timeout ended it.</summary>
/// <remarks>Another instance of the application may serve the call.</remarks>
public sealed class EngineStoppingException : EngineUnavailableException
{
    /// <summary>The time that a restart takes, without the load of a model.</summary>
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Creates the exception.</summary>
    /// <param name="modelId">The model that was called.</param>
    /// <param name="wasRunning">Whether the call was running when the shutdown timeout expired; false where it was rejected.</param>
    public EngineStoppingException(string modelId, bool wasRunning)
        : base(
            wasRunning
                ? $"The call to '{modelId}' was ended: the application is stopping and its shutdown timeout has expired. "
                    + "Call another instance, or increase HostOptions.ShutdownTimeout."
                : $"The call to '{modelId}' was rejected: the application is stopping. Call another instance.",
            s_retryAfter)
    {
        ModelId = modelId;
        WasRunning = wasRunning;
    }

    /// <summary>Gets the model that was called.</summary>
    public string ModelId { get; }

    /// <summary>Gets whether the call was running when the shutdown timeout expired; false where it was rejected.</summary>
    public bool WasRunning { get; }
}
