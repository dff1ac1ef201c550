using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Http.Resilience;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Qwen3.Connectors.Remote.Transport;

/// <summary>Sends requests to one server: with its key, its retries and its timeout, without redirects.</summary>
internal sealed class ServerClient : IDisposable
{
    private readonly RemoteOptions _options;
    private readonly HttpMessageHandler? _ownHandler;
    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    /// <param name="endpoint">The server.</param>
    /// <param name="options">The caller's options.</param>
    /// <param name="retries">Retries on this server; 0 where another server is tried instead.</param>
    /// <param name="time">The clock.</param>
    public ServerClient(Uri endpoint, RemoteOptions options, int retries, TimeProvider time)
    {
        Address = new ServerAddress(endpoint);
        _options = options;
        _time = time;
        if (!RemoteOptionRules.IsKeyAllowed(options, endpoint))
        {
            // A discovered server: those of the options were validated.
            throw new EngineException(Address.Display, null, "is http on another machine, and a key would be sent without encryption. "
                + "Use https, or set AllowKeyOverHttp.");
        }

        _ownHandler = options.HttpHandler is null
            ? new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                ConnectTimeout = TimeSpan.FromSeconds(15),
                AutomaticDecompression = DecompressionMethods.All,
            }
            : null;
        _client = new HttpClient(new ResilienceHandler(ServerResilience.Create(options, retries, time))
        {
            InnerHandler = new BufferingHandler(options.HttpHandler ?? _ownHandler!),
        })
        {
            // The pipeline has the timeouts.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public ServerAddress Address { get; }

    public Task<ServerResponse> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public Task<ServerResponse> PostAsync(string path, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        var content = new ReadOnlyMemoryContent(json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return SendAsync(HttpMethod.Post, path, content, cancellationToken);
    }

    public void Dispose()
    {
        _client.Dispose();
        _ownHandler?.Dispose();
    }

    /// <exception cref="ServerUnavailableException">The server could not be reached, or did not answer in time, after all
    /// retries.</exception>
    private async Task<ServerResponse> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, Address.Route(path)) { Content = content };
        if (_options.Key is { } key)
        {
            request.Headers.TryAddWithoutValidation(
                _options.KeyHeader, _options.KeyHeader.Equals("Authorization", StringComparison.OrdinalIgnoreCase) ? $"Bearer {key}" : key);
        }

        try
        {
            using var response = await _client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.TooManyRequests || ServerResilience.IsUnavailable(response.StatusCode))
            {
                throw new ServerUnavailableException(
                    Address.Display, response.StatusCode, Describe(response.StatusCode), RetryAfter(response.Headers.RetryAfter));
            }

            return new ServerResponse(response.StatusCode, response.Content.Headers.ContentType?.MediaType, body);
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException or TimeoutRejectedException or BrokenCircuitException)
        {
            // Without the inner exception: a handler of the caller's may quote what it sent.
            throw new ServerUnavailableException(Address.Display, null, Describe(exception));
        }
    }

    private static string Describe(HttpStatusCode status) => status == HttpStatusCode.TooManyRequests
        ? "the server is overloaded (status 429), after all retries. Lower MaxConcurrentRequests, or add servers."
        : $"the server is not available (status {(int)status}), after all retries. It may still be loading its model.";

    private static string Describe(Exception exception) => exception switch
    {
        TimeoutRejectedException => "the server did not answer in time, after all retries. Raise RequestTimeout, or lower "
            + "MaxTextsPerRequest.",
        BrokenCircuitException => "the server has failed repeatedly and is not called for some seconds.",
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http =>
            $"the server can't be reached ({http.HttpRequestError}), after all retries. Check the address, and that the server runs.",
        _ => "the connection to the server broke, after all retries. Check that the server runs.",
    };

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header?.Delta
        ?? (header?.Date is { } date && date - _time.GetUtcNow() is var delay && delay > TimeSpan.Zero ? delay : null);
}
