using System.Net;
using System.Net.Http.Headers;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>Asks servers for files. Redirects are followed here, and not by the client below: the token must stay with the first server, and what that one says of the file is lost otherwise.</summary>
internal static class ModelTransport
{
    private const int MaxRedirects = 10;

    // One for the process, as is advised. Proxies are those of the system or of the environment.
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

    /// <summary>Asks for a file from a byte on.</summary>
    /// <param name="settings">The server, the token, the longest silence.</param>
    /// <param name="address">The file.</param>
    /// <param name="offset">The first byte that is missing.</param>
    /// <param name="state">Whose the bytes before it are.</param>
    /// <param name="cancellationToken">Leaves.</param>
    /// <exception cref="BrokenConnectionException">Nobody answered.</exception>
    public static async Task<ServerFile> AskAsync(StoreSettings settings, Uri address, long offset, DownloadState? state, CancellationToken cancellationToken)
    {
        (string? Tag, long? Bytes) linked = default;
        for (var redirects = 0; ; redirects++)
        {
            var response = await SendAsync(settings, address, offset, state, cancellationToken).ConfigureAwait(false);
            linked = (HeaderOf(response, "X-Linked-ETag") ?? linked.Tag, ServerFile.ParseBytes(HeaderOf(response, "X-Linked-Size")) ?? linked.Bytes);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location || redirects == MaxRedirects)
            {
                return new ServerFile(response, linked.Tag, linked.Bytes);
            }

            response.Dispose();
            var next = new Uri(address, location);
            if (next.Scheme != Uri.UriSchemeHttps && next.Scheme != address.Scheme)
            {
                throw new BrokenConnectionException(ModelDownloadFailure.UnexpectedAnswer, $"{address.Host} redirects from {address.Scheme} to {next.Scheme}://{next.Host}, where anybody could change the file");
            }

            address = next;
        }
    }

    /// <summary>Reads more of a body.</summary>
    /// <exception cref="BrokenConnectionException">The connection broke, or was silent for too long.</exception>
    public static Task<int> ReadAsync(StoreSettings settings, Stream body, Memory<byte> destination, CancellationToken cancellationToken) =>
        WithinAsync(settings, token => body.ReadAsync(destination, token).AsTask(), cancellationToken);

    private static Task<HttpResponseMessage> SendAsync(StoreSettings settings, Uri address, long offset, DownloadState? state, CancellationToken cancellationToken) =>
        WithinAsync(
            settings,
            async token =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                request.Headers.UserAgent.Add(new ProductInfoHeaderValue("qwen3-connectors", "1"));
                request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
                if (settings.Token is not null && settings.Addresses.IsOwn(address))
                {
                    request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
                }

                if (offset > 0)
                {
                    request.Headers.Range = new RangeHeaderValue(offset, null);
                    request.Headers.IfRange = EntityTagHeaderValue.TryParse(state?.EntityTag, out var tag) ? new RangeConditionHeaderValue(tag) : null;
                }

                return await s_client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token).ConfigureAwait(false);
            },
            cancellationToken);

    private static async Task<T> WithinAsync<T>(StoreSettings settings, Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        either.CancelAfter(settings.Options.StallTimeout);
        try
        {
            return await step(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BrokenConnectionException(ModelDownloadFailure.Network, $"no byte came for {settings.Options.StallTimeout.TotalSeconds:0.#} s");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new BrokenConnectionException(ModelDownloadFailure.Network, (exception.InnerException ?? exception).Message.TrimEnd('.'), innerException: exception);
        }
    }

    private static string? HeaderOf(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? values.FirstOrDefault() : null;
}
