using Qwen3.Connectors.Remote.Profiles;

namespace Qwen3.Connectors.Remote.Pools;

/// <summary>
/// Runs requests on the servers of an engine: each on the server with the fewest tokens in flight, and on another one where that fails.
/// </summary>
internal sealed class EndpointPool<TProfile> : IAsyncDisposable
    where TProfile : class
{
    /// <summary>How long a request waits for a server while all of a farm are down; a single server has its retries instead.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly RemoteOptions _options;
    private readonly bool _isFarm;
    private readonly TimeProvider _time;
    private readonly EndpointSet<TProfile> _endpoints;
    private readonly EndpointMonitor<TProfile> _monitor;
    private readonly SemaphoreSlim _starting = new(1, 1);
    private volatile bool _isDisposed;

    /// <param name="options">The caller's options.</param>
    /// <param name="source">Where the servers are.</param>
    /// <param name="probe">Finds out who applies what.</param>
    /// <param name="findDifference">Says how a server's profile differs from the first one's; null where they are equal.</param>
    /// <param name="time">The clock.</param>
    public EndpointPool(
        RemoteOptions options,
        EndpointSource source,
        Func<ServerRequests, RemoteOptions, CancellationToken, Task<TProfile>> probe,
        Func<TProfile, TProfile, string?> findDifference,
        TimeProvider time)
    {
        _options = options;
        _isFarm = source.IsFarm;
        _time = time;
        _endpoints = new EndpointSet<TProfile>(options.MaxConcurrentRequests);
        _monitor = new EndpointMonitor<TProfile>(options, source, _endpoints, probe, findDifference, time);
    }

    /// <summary>What all servers have in common: the profile of the first one that answered; null before.</summary>
    public TProfile? Profile => _monitor.Profile;

    /// <summary>Requests that can run at the same time.</summary>
    public int Capacity => Math.Max(1, _endpoints.Count) * _options.MaxConcurrentRequests;

    /// <summary>The servers and whether they are used.</summary>
    public IReadOnlyList<PooledEndpoint<TProfile>> Endpoints => _endpoints.GetAll();

    /// <summary>Asks the servers for what they are, once; a failed attempt is not kept.</summary>
    /// <exception cref="ServerUnavailableException">No server answered.</exception>
    /// <exception cref="EngineException">No server can be used.</exception>
    public async ValueTask<TProfile> GetProfileAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (Profile is { } known)
        {
            return known;
        }

        await _starting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Profile is null)
            {
                await _monitor.StartAsync(cancellationToken).ConfigureAwait(false);
            }

            return Profile ?? throw NoServer();
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Runs a request on the best server, and on another one where the first fails.</summary>
    /// <param name="tokens">The request's tokens, roughly.</param>
    /// <param name="run">Sends the request; may run more than once, and twice at the same time.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public async Task<T> RunAsync<T>(
        int tokens, Func<PooledEndpoint<TProfile>, CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        await GetProfileAsync(cancellationToken).ConfigureAwait(false);

        // A request that makes servers fail must not go round for ever.
        for (var left = _options.MaxRetries + _endpoints.Count; ; left--)
        {
            var endpoint = await AcquireAsync(tokens, except: null, cancellationToken).ConfigureAwait(false) ?? throw NoServer();
            try
            {
                return _options.HedgingDelay is { } delay && _isFarm
                    ? await RunHedgedAsync(endpoint, tokens, run, delay, cancellationToken).ConfigureAwait(false)
                    : await RunOrMoveAsync(endpoint, tokens, run, cancellationToken).ConfigureAwait(false);
            }
            catch (ServerUnavailableException) when (_isFarm && left > 1)
            {
                // The server is out of the pool now; the next turn takes another one, or waits for one.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _monitor.DisposeAsync().ConfigureAwait(false);
        foreach (var endpoint in _endpoints.GetAll())
        {
            endpoint.Client.Dispose();
        }

        _endpoints.Signal();
    }

    /// <summary>
    /// An error that may be that of the server and not of the texts is tried once on another server; one that the other does not have takes
    /// the first out.
    /// </summary>
    private async Task<T> RunOrMoveAsync<T>(
        PooledEndpoint<TProfile> endpoint,
        int tokens,
        Func<PooledEndpoint<TProfile>, CancellationToken, Task<T>> run,
        CancellationToken cancellationToken)
    {
        try
        {
            return await RunOnAsync(endpoint, tokens, run, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (MayBeOfTheServer(exception))
        {
            if (!_isFarm || await AcquireAsync(tokens, endpoint, cancellationToken).ConfigureAwait(false) is not { } other)
            {
                throw;
            }

            var result = await RunOnAsync(other, tokens, run, cancellationToken).ConfigureAwait(false);
            _monitor.TakeOut(endpoint, exception);
            return result;
        }
    }

    private async Task<T> RunOnAsync<T>(
        PooledEndpoint<TProfile> endpoint,
        int tokens,
        Func<PooledEndpoint<TProfile>, CancellationToken, Task<T>> run,
        CancellationToken cancellationToken)
    {
        try
        {
            return await run(endpoint, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerUnavailableException exception) when (_isFarm)
        {
            _monitor.TakeOut(endpoint, exception);
            throw;
        }
        finally
        {
            _endpoints.Release(endpoint, tokens);
        }
    }

    /// <summary>Sends the request to a second server when the first is slow; the first answer counts, and the other request is
    /// cancelled.</summary>
    private async Task<T> RunHedgedAsync<T>(
        PooledEndpoint<TProfile> endpoint,
        int tokens,
        Func<PooledEndpoint<TProfile>, CancellationToken, Task<T>> run,
        TimeSpan delay,
        CancellationToken cancellationToken)
    {
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = RunOrMoveAsync(endpoint, tokens, run, rest.Token);
        var second = Task.CompletedTask;
        try
        {
            if (await Task.WhenAny(first, Task.Delay(delay, _time, rest.Token)).ConfigureAwait(false) == first
                || _endpoints.TryAcquire(tokens, endpoint) is not { } other)
            {
                return await first.ConfigureAwait(false);
            }

            var hedge = RunOnAsync(other, tokens, run, rest.Token);
            second = hedge;
            var winner = await Task.WhenAny(first, hedge).ConfigureAwait(false);
            return await (winner.IsCompletedSuccessfully ? winner : winner == first ? hedge : first).ConfigureAwait(false);
        }
        finally
        {
            await rest.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(first, second).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits for a server that is up and not busy. Returns null where none comes up in time, or none but the excepted one is
    /// up.</summary>
    private async Task<PooledEndpoint<TProfile>?> AcquireAsync(
        int tokens, PooledEndpoint<TProfile>? except, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        while (true)
        {
            var change = _endpoints.NextChange;
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_endpoints.TryAcquire(tokens, except) is { } endpoint)
            {
                return endpoint;
            }

            var isAnyUp = _endpoints.IsAnyUp(except);
            var remaining = isAnyUp ? Timeout.InfiniteTimeSpan : s_patience - _time.GetElapsedTime(started);
            if (!isAnyUp && (except is not null || remaining <= TimeSpan.Zero))
            {
                return null;
            }

            try
            {
                await change.WaitAsync(remaining, _time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return null;
            }
        }
    }

    private static bool MayBeOfTheServer(Exception exception) =>
        exception is EngineException or InvalidOutputException or RequestRejectedException { MayBeOfTheServer: true };

    private Exception NoServer()
    {
        var faults = _endpoints.GetFaults();
        return faults.Count == 1 ? faults[0]
            : faults.OfType<ServerUnavailableException>().FirstOrDefault() is { } unavailable
                ? new ServerUnavailableException(
                    unavailable.Endpoint, unavailable.Status, $"none of {_endpoints.Count} servers is available; this one: "
                        + $"{unavailable.Message}")
            : faults.Count > 0 ? faults[0]
            : new InvalidOperationException($"The service '{_options.ServiceName}' has no servers; expected one or more.");
    }
}
