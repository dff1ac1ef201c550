using Qwen3.Connectors.Remote.Profiles;
using Qwen3.Connectors.Remote.Transport;

namespace Qwen3.Connectors.Remote.Pools;

/// <summary>
/// Asks servers what they are: all of them at the start, and in the background those that failed, that discovery has found, or that are of
/// another vector space than the first one. Such a server is not used.
/// </summary>
/// <param name="options">The caller's options.</param>
/// <param name="source">Where the servers are.</param>
/// <param name="endpoints">The servers, which this class fills.</param>
/// <param name="probe">Finds out who applies what.</param>
/// <param name="findDifference">Says how a server's profile differs from the first one's; null where they are equal.</param>
/// <param name="time">The clock.</param>
internal sealed class EndpointMonitor<TProfile>(
    RemoteOptions options,
    EndpointSource source,
    EndpointSet<TProfile> endpoints,
    Func<ServerRequests, RemoteOptions, CancellationToken, Task<TProfile>> probe,
    Func<TProfile, TProfile, string?> findDifference,
    TimeProvider time) : IAsyncDisposable
    where TProfile : class
{
    private static readonly TimeSpan s_firstRecheck = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestRecheck = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<Task> _tasks = [];
    private readonly CancellationTokenSource _disposal = new();
    private TProfile? _profile;
    private IDisposable? _changes;
    private bool _isResolved;
    private bool _isDisposed;

    /// <summary>The profile of the first server that answered, which all servers must have in common; null before.</summary>
    public TProfile? Profile => Volatile.Read(ref _profile);

    /// <summary>Asks all servers and waits for the first one that can be used; the others join when they answer.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_isResolved)
        {
            await ResolveAsync(cancellationToken).ConfigureAwait(false);
            _isResolved = true;
        }

        var checking = CancellationTokenSource.CreateLinkedTokenSource(_disposal.Token);
        var checks = new List<Task>();
        foreach (var endpoint in endpoints.GetAll())
        {
            // The first server that works is the reference, in the order in which they were given, not in that of the answers.
            checks.Add(CheckAsync(endpoint, Task.WhenAll(checks), checking.Token));
        }

        try
        {
            // Later, the caller's cancellation must not stop the checks of the other servers.
            using var registration = cancellationToken.UnsafeRegister(
                static state => ((CancellationTokenSource)state!).Cancel(), checking);
            var remaining = checks.ToList();
            while (remaining.Count > 0 && Profile is null)
            {
                var done = await Task.WhenAny(remaining).ConfigureAwait(false);
                remaining.Remove(done);
                await done.ConfigureAwait(false);
            }
        }
        finally
        {
            RunInBackground(() => FinishStartAsync(checks, checking));
        }
    }

    /// <summary>Takes a server out of the pool, and asks it again in the background until it answers.</summary>
    /// <param name="endpoint">The server.</param>
    /// <param name="fault">What it did.</param>
    public void TakeOut(PooledEndpoint<TProfile> endpoint, Exception fault)
    {
        if (endpoints.TryTakeOut(endpoint, fault))
        {
            // An overloaded server is left alone for as long as it asks.
            var delay = fault is ServerUnavailableException { Status: not null } answered ? answered.RetryAfter : s_firstRecheck;
            RunInBackground(() => RecheckAsync(endpoint, delay));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task[] tasks;
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            tasks = [.. _tasks];
        }

        _changes?.Dispose();
        await _disposal.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _disposal.Dispose();
    }

    private void RunInBackground(Func<Task> run)
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _tasks.RemoveAll(task => task.IsCompleted);
                _tasks.Add(Task.Run(run));
            }
        }
    }

    private async Task RecheckAsync(PooledEndpoint<TProfile> endpoint, TimeSpan delay)
    {
        while (!endpoint.IsRemoved)
        {
            await Task.Delay(delay, time, _disposal.Token).ConfigureAwait(false);
            await CheckAsync(endpoint, Task.CompletedTask, _disposal.Token).ConfigureAwait(false);
            if (endpoint.State == EndpointState.Up)
            {
                return;
            }

            delay = TimeSpan.FromTicks(Math.Clamp(delay.Ticks * 2, s_firstRecheck.Ticks, s_longestRecheck.Ticks));
        }
    }

    /// <summary>Asks a server what it is, and takes it into the pool where it equals the others.</summary>
    /// <param name="endpoint">The server.</param>
    /// <param name="earlier">Ends when the servers before it were asked: where none of them works, it is the reference.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    private async Task CheckAsync(PooledEndpoint<TProfile> endpoint, Task earlier, CancellationToken cancellationToken)
    {
        try
        {
            var profile = await probe(endpoint.Requests, options, cancellationToken).ConfigureAwait(false);
            if (Profile is null)
            {
                await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            var reference = Interlocked.CompareExchange(ref _profile, profile, null) ?? profile;
            var difference = findDifference(reference, profile);
            endpoints.SetChecked(
                endpoint, profile, difference is null ? null : new EngineException(endpoint.Requests.Endpoint, null, difference));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            endpoints.SetChecked(endpoint, null, exception);
        }
    }

    private async Task FinishStartAsync(List<Task> checks, CancellationTokenSource checking)
    {
        await Task.WhenAll(checks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        checking.Dispose();
        if (Profile is null || !source.IsFarm)
        {
            // The next call starts again.
            return;
        }

        foreach (var endpoint in endpoints.GetAll().Where(endpoint => endpoint.State != EndpointState.Up))
        {
            RunInBackground(() => RecheckAsync(endpoint, s_firstRecheck));
        }
    }

    private async Task ResolveAsync(CancellationToken cancellationToken)
    {
        var (addresses, changes) = await source.GetAsync(cancellationToken).ConfigureAwait(false);
        var added = endpoints.Replace(
            addresses, address => new ServerClient(address, options, source.IsFarm ? 0 : options.MaxRetries, time));
        if (_isResolved)
        {
            foreach (var endpoint in added)
            {
                RunInBackground(() => RecheckAsync(endpoint, TimeSpan.Zero));
            }
        }

        _changes?.Dispose();
        _changes = changes?.ChangeToken.RegisterChangeCallback(_ => RunInBackground(ResolveAgainAsync), null);
    }

    private async Task ResolveAgainAsync()
    {
        while (true)
        {
            try
            {
                await ResolveAsync(_disposal.Token).ConfigureAwait(false);
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Discovery failed: the servers that are known stay.
                await Task.Delay(s_longestRecheck, time, _disposal.Token).ConfigureAwait(false);
            }
        }
    }
}
