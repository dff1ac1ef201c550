using System.Net;
using System.Net.Http.Headers;
using Qwen3.Connectors.Models.Downloads.Storage;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>Sends requests for files.</summary>
/// <remarks>
/// Redirects are followed here instead of by <see cref="HttpClient"/>: the token must not leave the first server, and the metadata in
/// that server's
/// response must be kept.
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
    /// <param name="settings">The server, the token and the timeout.</param>
    /// <param name="address">The address of the file.</param>
    /// <param name="offset">The first missing byte.</param>
    /// <param name="state">The file that the bytes before the offset belong to.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="TransientDownloadException">There was no response.</exception>
    public static async Task<ModelServerResponse> RequestAsync(
        ModelStoreSettings settings, Uri address, long offset, DownloadState? state, CancellationToken cancellationToken)
    {
        (string? Tag, long? Bytes) linked = default;
        for (var redirects = 0; ; redirects++)
        {
            var response = await SendAsync(settings, address, offset, state, cancellationToken).ConfigureAwait(false);
            linked = (
                HeaderOf(response, "X-Linked-ETag") ?? linked.Tag,
                ModelServerResponse.ParseBytes(HeaderOf(response, "X-Linked-Size")) ?? linked.Bytes);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308)
                || response.Headers.Location is not { } location
                || redirects == MaxRedirects)
            {
                return new ModelServerResponse(response, linked.Tag, linked.Bytes);
            }

            response.Dispose();
            var next = new Uri(address, location);
            if (next.Scheme != Uri.UriSchemeHttps && next.Scheme != address.Scheme)
            {
                throw new TransientDownloadException(
                    ModelDownloadFailure.UnexpectedAnswer,
                    $"{address.Host} redirects from {address.Scheme} to {next.Scheme}://{next.Host}, "
                    + "which is not protected against changes");
            }

            address = next;
        }
    }

    /// <summary>Reads the next bytes of a body.</summary>
    /// <exception cref="TransientDownloadException">The connection failed, or no byte arrived within the timeout.</exception>
    public static Task<int> ReadAsync(
        ModelStoreSettings settings, Stream body, Memory<byte> destination, CancellationToken cancellationToken) =>
        WithTimeoutAsync(settings, token => body.ReadAsync(destination, token).AsTask(), cancellationToken);

    private static Task<HttpResponseMessage> SendAsync(
        ModelStoreSettings settings, Uri address, long offset, DownloadState? state, CancellationToken cancellationToken) =>
        WithTimeoutAsync(
            settings,
            async token =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                request.Headers.UserAgent.Add(new ProductInfoHeaderValue("qwen3-connectors", "1"));
                request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
                if (settings.Token is not null && settings.Addresses.IsOnEndpoint(address))
                {
                    request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
                }

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

    private static async Task<T> WithTimeoutAsync<T>(
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
                ModelDownloadFailure.Network, $"no byte arrived for {settings.Options.StallTimeout.TotalSeconds:0.#} s");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TransientDownloadException(
                ModelDownloadFailure.Network, (exception.InnerException ?? exception).Message.TrimEnd('.'), innerException: exception);
        }
    }

    private static string? HeaderOf(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values)
            ? values.FirstOrDefault()
            : null;
}
