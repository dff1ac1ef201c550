using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Qwen3.Connectors.Remote.Transport;

/// <summary>
/// Retries, circuit breaker and timeout of the requests to one server. Embedding and scoring have no side effects, so a request may be
/// repeated. It is repeated where no answer came or the server was not ready, never where the server refused it.
/// </summary>
internal static class ServerResilience
{
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(30);

    /// <param name="options">The caller's options.</param>
    /// <param name="retries">Retries on this server; 0 where another server is tried instead.</param>
    /// <param name="time">The clock.</param>
    public static ResiliencePipeline<HttpResponseMessage> Create(RemoteOptions options, int retries, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time };
        if (retries > 0)
        {
            // Retry-After of the answer takes precedence over the delay.
            builder.AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = retries,
                Delay = s_firstDelay,
                MaxDelay = s_longestDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(
                    IsUnavailable(arguments.Outcome) || arguments.Outcome.Result?.StatusCode == HttpStatusCode.TooManyRequests),
            });
            builder.AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
            {
                FailureRatio = 0.8,
                MinimumThroughput = 20,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(5),
                ShouldHandle = arguments => ValueTask.FromResult(IsUnavailable(arguments.Outcome)),
            });
        }

        return builder.AddTimeout(new HttpTimeoutStrategyOptions { Timeout = options.RequestTimeout }).Build();
    }

    /// <summary>500 is not among them: servers answer it to texts that they can't compute.</summary>
    public static bool IsUnavailable(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.BadGateway
        or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private static bool IsUnavailable(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is HttpRequestException or IOException or TimeoutRejectedException or BrokenCircuitException
        || outcome.Result is { } response && IsUnavailable(response.StatusCode);
}
