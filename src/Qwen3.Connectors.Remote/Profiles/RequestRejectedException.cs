using System.Net;
using Qwen3.Connectors.Remote.Protocols;

namespace Qwen3.Connectors.Remote.Profiles;

/// <summary>A server refused a request. The engine splits the request, or turns this into the exception of its caller.</summary>
internal sealed class RequestRejectedException(Uri endpoint, HttpStatusCode status, ServerErrorKind kind)
    : Exception($"{endpoint} refused a request: {kind}, status {(int)status}")
{
    public ServerErrorKind Kind => kind;

    public HttpStatusCode Status => status;

    public Uri Endpoint => endpoint;

    /// <summary>Whether a part of the request may be accepted.</summary>
    public bool IsSplittable => kind is ServerErrorKind.TooLarge or ServerErrorKind.TooLong or ServerErrorKind.NotFinite
        or ServerErrorKind.Rejected or ServerErrorKind.Failed;

    /// <summary>Whether an equal server may accept the same request.</summary>
    public bool MayBeOfTheServer => kind is ServerErrorKind.Failed or ServerErrorKind.NotFinite or ServerErrorKind.NotFound
        or ServerErrorKind.NotSupported or ServerErrorKind.Redirected or ServerErrorKind.Unauthorized;

    public EngineException ToEngineException() => new(endpoint, status, $"{Describe()} (status {(int)status}).");

    private string Describe() => kind switch
    {
        ServerErrorKind.Unauthorized => "the server refused the key, or requires one. Set RemoteOptions.Key, and KeyHeader where it is not "
            + "Authorization",
        ServerErrorKind.NotFound => "the server has no such route or model. Check RemoteOptions.Model, the address, and "
            + "RemoteOptions.Protocol",
        ServerErrorKind.NotSupported => "the server can't do this with its model, or was started without it. See docs/servers of "
            + "Qwen3.Connectors for the command that starts it",
        ServerErrorKind.Redirected => "the server redirected the request, which is not followed because a key would go along. "
            + "Use the final address",
        ServerErrorKind.TooLarge => "the server refused a single text as too large. Raise its limit of a request",
        ServerErrorKind.TooLong => "a text has more tokens than the server takes",
        ServerErrorKind.NotFinite => "the server computed a value that is not finite",
        ServerErrorKind.Failed => "the server failed. Its log says why",
        _ => "the server refused the request. Run 'qwen3 doctor' on it; its log says why",
    };
}
