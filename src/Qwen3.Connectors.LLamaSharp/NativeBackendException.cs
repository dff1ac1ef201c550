namespace Qwen3.Connectors.LLamaSharp;

/// <summary>
/// llama.cpp is not there, could not load a model that passed all checks, or could not compute: a matter of packages, drivers and device
/// memory. Never holds any text of a user's.
/// </summary>
public sealed class NativeBackendException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was found, and what to do.</param>
    /// <param name="innerException">The fault that showed the problem, if there was one.</param>
    public NativeBackendException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
