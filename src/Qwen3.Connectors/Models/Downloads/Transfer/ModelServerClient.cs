using System.Net;
using System.Net.Http.Headers;
using Qwen3.Connectors.Models.Downloads.Storage;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>Sends requests for files.</summary>
/// <remarks>
/// Redirects are followed here instead of by <see cref="HttpClient"/>: the credentials must not leave the first server, and the
/// metadata in that server's response must be kept.
/// </remarks>
internal static class ModelServerClient
{
    private const int MaxRedirects = 10;

    // One client per process, with the proxy of the system or of the environment variables.
    private static readonly HttpClient s_client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Requests a file from an offset on.</summary>
    /// <param name="settings">The server, the credentials and the timeout.</param>
    /// <param name="address">The address of the file.</param>
    /// <param name="offset">The first missing byte.</param>
    /// <param name="state">The file that the bytes before the offset belong to.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="TransientDownloadException">There was no response, or a redirect that can't be followed.</exception>
    public static async Task<ModelServerResponse> RequestAsync(
        ModelStoreSettings settings, Uri address, long offset, DownloadState? state, CancellationToken cancellationToken)
    {
        (string? Tag, long? Bytes) linked = default;
        for (var redirects = 0; ; redirects++)
        {
            var response = await SendAsync(settings, address, offset, state, cancellationToken).ConfigureAwait(false);

            // What the first server publishes counts: servers that it redirects to must not replace the hash.
            linked = (
                linked.Tag ?? HeaderOf(response, "X-Linked-ETag"),
                linked.Bytes ?? ModelServerResponse.ParseBytes(HeaderOf(response, "X-Linked-Size")));
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308)
                || response.Headers.Location is not { } location
                || redirects == MaxRedirects)
            {
                return new ModelServerResponse(response, linked.Tag, linked.Bytes);
            }

            response.Dispose();
            address = Follow(address, location);
        }
    }

    /// <summary>Awaits a step of a request, and translates its exceptions.</summary>
    /// <exception cref="TransientDownloadException">The connection failed, or the step did not complete within the timeout.</exception>
    public static async Task<T> WithTimeoutAsync<T>(
        ModelStoreSettings settings, Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        either.CancelAfter(settings.Options.StallTimeout);
        try
        {
            return await step(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransientDownloadException(
                ModelDownloadFailure.Network,
                FormattableString.Invariant($"no byte arrived for {settings.Options.StallTimeout.TotalSeconds:0.#} s"));
        }
        catch (Exception exception) when (TransportErrors.IsTransportError(exception))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw TransportErrors.Translate(exception);
        }
    }

    private static Task<HttpResponseMessage> SendAsync(
        ModelStoreSettings settings, Uri address, long offset, DownloadState? state, CancellationToken cancellationToken) =>
        WithTimeoutAsync(
            settings,
            async token =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                request.Headers.UserAgent.Add(new ProductInfoHeaderValue("qwen3-connectors", "1"));
                request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
                request.Headers.Authorization = settings.Addresses.IsOnEndpoint(address) ? settings.Credentials : null;
                if (offset > 0)
                {
                    request.Headers.Range = new RangeHeaderValue(offset, null);
                    request.Headers.IfRange = EntityTagHeaderValue.TryParse(state?.EntityTag, out var tag)
                        ? new RangeConditionHeaderValue(tag)
                        : null;
                }

                return await s_client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token).ConfigureAwait(false);
            },
            cancellationToken);

    private static Uri Follow(Uri address, Uri location)
    {
        if (!Uri.TryCreate(address, location, out var next) || next.Host.Length == 0)
        {
            throw Refuse($"{address.Host} redirects to '{EndpointAddress.Redact(location.OriginalString)}'; expected an address");
        }

        return next.Scheme == Uri.UriSchemeHttps || next.Scheme == address.Scheme
            ? next
            : throw Refuse(
                $"{address.Host} redirects from {address.Scheme} to {next.Scheme}://{next.Host}, which is not protected against changes");
    }

    private static TransientDownloadException Refuse(string message) =>
        new(ModelDownloadFailure.UnexpectedAnswer, message) { MaxAttempts = 1 };

    private static string? HeaderOf(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values)
            ? values.FirstOrDefault()
            : null;
}
