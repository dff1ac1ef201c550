using System.Net;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Remote;

/// <summary>
/// A server could not be reached, is loading, is overloaded or did not answer in time, after all retries. The same call can succeed later.
/// </summary>
public sealed class ServerUnavailableException : EngineUnavailableException
{
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Creates the exception.</summary>
    /// <param name="endpoint">The server's address, without user information and query.</param>
    /// <param name="status">The status of its last answer; null where there was none.</param>
    /// <param name="message">What was found and what to do.</param>
    /// <param name="retryAfter">When the server asked to be tried again; null for 5 seconds.</param>
    public ServerUnavailableException(Uri endpoint, HttpStatusCode? status, string message, TimeSpan? retryAfter = null)
        : base($"{endpoint}: {message}", retryAfter ?? s_retryAfter)
    {
        Endpoint = endpoint;
        Status = status;
    }

    /// <summary>Gets the server's address.</summary>
    public Uri Endpoint { get; }

    /// <summary>Gets the status of the server's last answer; null where there was none.</summary>
    public HttpStatusCode? Status { get; }
}
