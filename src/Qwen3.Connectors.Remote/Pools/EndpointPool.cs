using Microsoft.Extensions.Primitives;
using Qwen3.Connectors.Remote.Profiles;
using Qwen3.Connectors.Remote.Transport;

namespace Qwen3.Connectors.Remote.Pools;

/// <summary>
/// The servers of an engine. Each request goes to the server with the fewest tokens in flight. A server that fails is taken out and asked
/// again in the background; a server of another vector space than the first one is never used.
/// </summary>
/// <param name="options">The caller's options.</param>
/// <param name="source">Where the servers are.</param>
/// <param name="probe">Finds out who applies what.</param>
/// <param name="findDifference">Says how a server's profile differs from the first one's; null where they are equal.</param>
/// <param name="time">The clock.</param>
internal sealed class EndpointPool<TProfile>(
    RemoteOptions options,
    EndpointSource source,
    Func<ServerRequests, RemoteOptions, CancellationToken, Task<TProfile>> probe,
    Func<TProfile, TProfile, string?> findDifference,
    TimeProvider time) : IAsyncDisposable
    where TProfile : class
{
    private static readonly TimeSpan s_firstRecheck = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestRecheck = TimeSpan.FromSeconds(30);

    /// <summary>How long a request waits for a server while all of a farm are down; a single server has its retries instead.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<PooledEndpoint<TProfile>> _endpoints = [];
    private readonly List<Task> _rechecks = [];
    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly CancellationTokenSource _disposal = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TProfile? _profile;
    private IDisposable? _changes;
    private bool _isResolved;
    private bool _isDisposed;

    /// <summary>What all servers have in common: the profile of the first one that answered; null before.</summary>
    public TProfile? Profile => _profile;

    /// <summary>Requests that can run at the same time.</summary>
    public int Capacity
    {
        get
        {
            lock (_lock)
            {
                return Math.Max(1, _endpoints.Count) * options.MaxConcurrentRequests;
            }
        }
    }

    /// <summary>The servers and whether they are used.</summary>
    public IReadOnlyList<(Uri Address, EndpointState State, Exception? Fault)> Endpoints
    {
        get
        {
            lock (_lock)
            {
                return [.. _endpoints.Select(endpoint => (endpoint.Client.Address.Display, endpoint.State, endpoint.Fault))];
            }
        }
    }

    /// <summary>Asks the servers for what they are, once; a failed attempt is not kept.</summary>
    /// <exception cref="ServerUnavailableException">No server answered.</exception>
    /// <exception cref="EngineException">No server can be used.</exception>
    public async ValueTask<TProfile> GetProfileAsync(CancellationToken cancellationToken)
    {
        if (_profile is { } known)
        {
            return known;
        }

        ObjectDisposedException.ThrowIf(_isDisposed, this);
        await _starting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_profile is null)
            {
                await StartAsync(cancellationToken).ConfigureAwait(false);
            }

            return _profile!;
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
        while (true)
        {
            var endpoint = await AcquireAsync(tokens, cancellationToken).ConfigureAwait(false);
            try
            {
                return options.HedgingDelay is { } delay && source.IsFarm
                    ? await RunHedgedAsync(endpoint, tokens, run, delay, cancellationToken).ConfigureAwait(false)
                    : await RunOnAsync(endpoint, tokens, run, cancellationToken).ConfigureAwait(false);
            }
            catch (ServerUnavailableException) when (source.IsFarm)
            {
                // The server is out of the pool now; the next turn takes another one, or waits for one.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task[] rechecks;
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            rechecks = [.. _rechecks];
        }

        _changes?.Dispose();
        await _disposal.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(rechecks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var endpoint in _endpoints)
        {
            endpoint.Client.Dispose();
        }

        SignalChange();
        _disposal.Dispose();
        _starting.Dispose();
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
        catch (ServerUnavailableException exception) when (source.IsFarm)
        {
            TakeOut(endpoint, exception, exception.RetryAfter);
            throw;
        }
        finally
        {
            Release(endpoint, tokens);
        }
    }

    /// <summary>Sends the request to a second server when the first is slow; the first answer counts, and the other request is cancelled.</summary>
    private async Task<T> RunHedgedAsync<T>(
        PooledEndpoint<TProfile> endpoint,
        int tokens,
        Func<PooledEndpoint<TProfile>, CancellationToken, Task<T>> run,
        TimeSpan delay,
        CancellationToken cancellationToken)
    {
        using var loser = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = RunOnAsync(endpoint, tokens, run, loser.Token);
        var second = await Task.WhenAny(first, Task.Delay(delay, time, cancellationToken)).ConfigureAwait(false) != first
            && TryAcquire(tokens, endpoint) is { } other
                ? RunOnAsync(other, tokens, run, loser.Token)
                : null;
        if (second is null)
        {
            return await first.ConfigureAwait(false);
        }

        try
        {
            var winner = await Task.WhenAny(first, second).ConfigureAwait(false);
            return await (winner.IsCompletedSuccessfully ? winner : winner == first ? second : first).ConfigureAwait(false);
        }
        finally
        {
            await loser.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll((Task)first, second).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<PooledEndpoint<TProfile>> AcquireAsync(int tokens, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                changed = _changed.Task;
            }

            if (TryAcquire(tokens, except: null) is { } endpoint)
            {
                return endpoint;
            }

            var remaining = IsAnyUp() ? Timeout.InfiniteTimeSpan : s_patience - time.GetElapsedTime(started);
            if (remaining != Timeout.InfiniteTimeSpan && remaining <= TimeSpan.Zero)
            {
                throw NoServer();
            }

            try
            {
                await changed.WaitAsync(remaining, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                throw NoServer();
            }
        }
    }

    private PooledEndpoint<TProfile>? TryAcquire(int tokens, PooledEndpoint<TProfile>? except)
    {
        lock (_lock)
        {
            var best = _endpoints
                .Where(endpoint => endpoint.State == EndpointState.Up && endpoint.RunningRequests < options.MaxConcurrentRequests
                    && endpoint != except)
                .MinBy(endpoint => endpoint.TokensInFlight);
            if (best is not null)
            {
                best.RunningRequests++;
                best.TokensInFlight += tokens;
            }

            return best;
        }
    }

    private bool IsAnyUp()
    {
        lock (_lock)
        {
            return _endpoints.Any(endpoint => endpoint.State == EndpointState.Up);
        }
    }

    private void Release(PooledEndpoint<TProfile> endpoint, int tokens)
    {
        lock (_lock)
        {
            endpoint.RunningRequests--;
            endpoint.TokensInFlight -= tokens;
        }

        SignalChange();
    }

    private void SignalChange()
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.TrySetResult();
    }

    /// <summary>Takes a server out of the pool, and asks it again in the background until it answers.</summary>
    private void TakeOut(PooledEndpoint<TProfile> endpoint, Exception fault, TimeSpan delay)
    {
        lock (_lock)
        {
            if (endpoint.State != EndpointState.Up || _isDisposed)
            {
                return;
            }

            endpoint.State = EndpointState.Down;
            endpoint.Fault = fault;
            StartRecheck(endpoint, fault is ServerUnavailableException { Status: not null } ? delay : s_firstRecheck);
        }

        SignalChange();
    }

    private void StartRecheck(PooledEndpoint<TProfile> endpoint, TimeSpan delay)
    {
        _rechecks.RemoveAll(task => task.IsCompleted);
        _rechecks.Add(Task.Run(() => RecheckAsync(endpoint, delay)));
    }

    private async Task RecheckAsync(PooledEndpoint<TProfile> endpoint, TimeSpan delay)
    {
        while (!endpoint.IsRemoved)
        {
            await Task.Delay(delay, time, _disposal.Token).ConfigureAwait(false);
            await CheckAsync(endpoint, _disposal.Token).ConfigureAwait(false);
            if (endpoint.State == EndpointState.Up)
            {
                return;
            }

            delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, s_longestRecheck.Ticks));
        }
    }

    /// <summary>Asks a server what it is, and takes it into the pool where it equals the others.</summary>
    private async Task CheckAsync(PooledEndpoint<TProfile> endpoint, CancellationToken cancellationToken)
    {
        try
        {
            var profile = await probe(endpoint.Requests, options, cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                _profile ??= profile;
                var difference = findDifference(_profile, profile);
                endpoint.Profile = profile;
                endpoint.State = difference is null ? EndpointState.Up : EndpointState.Refused;
                endpoint.Fault = difference is null ? null : new EngineException(endpoint.Client.Address.Display, null, difference);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            lock (_lock)
            {
                endpoint.State = exception is ServerUnavailableException ? EndpointState.Down : EndpointState.Refused;
                endpoint.Fault = exception;
            }
        }

        SignalChange();
    }

    /// <summary>Waits for the first server of a farm only; the others join when they answer.</summary>
    private async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_isResolved)
        {
            await ResolveAsync(cancellationToken).ConfigureAwait(false);
            _isResolved = true;
        }

        PooledEndpoint<TProfile>[] endpoints;
        lock (_lock)
        {
            endpoints = [.. _endpoints];
        }

        var checks = endpoints.Select(endpoint => CheckAsync(endpoint, cancellationToken)).ToList();
        while (checks.Count > 0 && _profile is null)
        {
            var done = await Task.WhenAny(checks).ConfigureAwait(false);
            checks.Remove(done);
            await done.ConfigureAwait(false);
        }

        if (_profile is null)
        {
            throw NoServer();
        }

        _ = FinishStartAsync(endpoints, checks);
    }

    private async Task FinishStartAsync(PooledEndpoint<TProfile>[] endpoints, List<Task> checks)
    {
        await Task.WhenAll(checks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            foreach (var endpoint in endpoints.Where(endpoint => endpoint.State != EndpointState.Up && !_isDisposed && source.IsFarm))
            {
                StartRecheck(endpoint, s_firstRecheck);
            }
        }
    }

    private async Task ResolveAsync(CancellationToken cancellationToken)
    {
        var (addresses, changes) = await source.GetAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            foreach (var gone in _endpoints.Where(endpoint => !addresses.Contains(endpoint.Address)).ToList())
            {
                // Its running requests end; nothing new is sent there.
                gone.IsRemoved = true;
                gone.State = EndpointState.Down;
                _endpoints.Remove(gone);
            }

            foreach (var address in addresses.Where(address => _endpoints.All(endpoint => endpoint.Address != address)))
            {
                var client = new ServerClient(address, options, source.IsFarm ? 0 : options.MaxRetries, time);
                var endpoint = new PooledEndpoint<TProfile>(address, client);
                _endpoints.Add(endpoint);
                if (_isResolved)
                {
                    StartRecheck(endpoint, TimeSpan.Zero);
                }
            }
        }

        if (changes is not null)
        {
            _changes?.Dispose();
            _changes = changes.ChangeToken.RegisterChangeCallback(_ => _ = ResolveAgainAsync(), null);
        }
    }

    private async Task ResolveAgainAsync()
    {
        try
        {
            await ResolveAsync(_disposal.Token).ConfigureAwait(false);
            SignalChange();
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The pool is disposed.
        }
    }

    private Exception NoServer()
    {
        lock (_lock)
        {
            var faults = _endpoints.Select(endpoint => endpoint.Fault).OfType<Exception>().ToList();
            return faults.Count == 1 ? faults[0]
                : faults.Find(fault => fault is ServerUnavailableException) is ServerUnavailableException unavailable
                    ? new ServerUnavailableException(
                        unavailable.Endpoint, unavailable.Status, $"none of {_endpoints.Count} servers is available; this one: {unavailable.Message}")
                : faults.FirstOrDefault()
                    ?? new InvalidOperationException($"The service '{options.ServiceName}' has no servers; expected one or more.");
        }
    }
}
