using System.Net.Sockets;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>Translates the exceptions of <see cref="HttpClient"/>.</summary>
internal static class TransportErrors
{
    /// <summary>Returns whether the connection failed, or the address of a redirect can't be requested.</summary>
    public static bool IsTransportError(Exception exception) =>
        exception is HttpRequestException or IOException or UriFormatException or NotSupportedException or InvalidOperationException;

    public static TransientDownloadException Translate(Exception exception)
    {
        if (exception is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError })
        {
            // A resolver that is temporarily unavailable is tried once more; a name that does not exist is not.
            var isTemporary = exception.InnerException is SocketException { SocketErrorCode: SocketError.TryAgain };
            return new TransientDownloadException(
                ModelDownloadFailure.Network, $"the host name can't be resolved: {Trim(exception)}", exception)
            {
                MaxAttempts = isTemporary ? 2 : 1,
            };
        }

        return exception is HttpRequestException or IOException
            ? new TransientDownloadException(ModelDownloadFailure.Network, Trim(exception.InnerException ?? exception), exception)
            : new TransientDownloadException(ModelDownloadFailure.UnexpectedAnswer, Trim(exception), exception) { MaxAttempts = 1 };
    }

    private static string Trim(Exception exception) => exception.Message.TrimEnd('.');
}
