using System.Net;

namespace Qwen3.Connectors.Remote;

/// <summary>A server refused a request, or its answer can't be used. The same request will fail again.</summary>
/// <remarks>The message contains neither texts nor keys, nor what the server wrote, which may quote them.</remarks>
public sealed class EngineException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="endpoint">The server's address, without user information and query.</param>
    /// <param name="status">The status of its answer; null where there was none.</param>
    /// <param name="message">What was found, what was expected and what to do.</param>
    /// <param name="innerException">The cause, or null.</param>
    public EngineException(Uri endpoint, HttpStatusCode? status, string message, Exception? innerException = null)
        : base($"{endpoint}: {message}", innerException)
    {
        Endpoint = endpoint;
        Status = status;
    }

    /// <summary>Gets the server's address.</summary>
    public Uri Endpoint { get; }

    /// <summary>Gets the status of the server's answer; null where there was none.</summary>
    public HttpStatusCode? Status { get; }
}
