using Qwen3.Connectors.Remote.Transport;

namespace Qwen3.Connectors.Remote.Pools;

/// <summary>The servers of a pool, their states and their load. Its lock guards every property of its endpoints.</summary>
/// <param name="maxConcurrentRequests">Requests that run at the same time on one server.</param>
internal sealed class EndpointSet<TProfile>(int maxConcurrentRequests)
    where TProfile : class
{
    private readonly Lock _lock = new();
    private readonly List<PooledEndpoint<TProfile>> _endpoints = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a server becomes free, comes back, fails or leaves: read it before a state, then wait for it.</summary>
    public Task NextChange
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _endpoints.Count;
            }
        }
    }

    public bool IsAnyUp(PooledEndpoint<TProfile>? except)
    {
        lock (_lock)
        {
            return _endpoints.Exists(endpoint => endpoint.State == EndpointState.Up && endpoint != except);
        }
    }

    public IReadOnlyList<PooledEndpoint<TProfile>> GetAll()
    {
        lock (_lock)
        {
            return [.. _endpoints];
        }
    }

    public IReadOnlyList<Exception> GetFaults()
    {
        lock (_lock)
        {
            return [.. _endpoints.Select(endpoint => endpoint.Fault).OfType<Exception>()];
        }
    }

    /// <summary>Reserves the server with the fewest tokens in flight; null where all are busy or down.</summary>
    public PooledEndpoint<TProfile>? TryAcquire(int tokens, PooledEndpoint<TProfile>? except)
    {
        lock (_lock)
        {
            var best = _endpoints
                .Where(endpoint => endpoint.State == EndpointState.Up && endpoint.RunningRequests < maxConcurrentRequests
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

    public void Release(PooledEndpoint<TProfile> endpoint, int tokens)
    {
        Change(() =>
        {
            endpoint.RunningRequests--;
            endpoint.TokensInFlight -= tokens;
            return endpoint.IsRemoved && endpoint.RunningRequests == 0 ? endpoint.Client : null;
        });
    }

    /// <summary>Returns false where the server was not up: somebody else has taken it out already.</summary>
    public bool TryTakeOut(PooledEndpoint<TProfile> endpoint, Exception fault)
    {
        var isTakenOut = false;
        Change(() =>
        {
            isTakenOut = endpoint.State == EndpointState.Up;
            if (isTakenOut)
            {
                endpoint.State = EndpointState.Down;
                endpoint.Fault = fault;
            }

            return null;
        });
        return isTakenOut;
    }

    /// <summary>Stores what a check found: a profile without a fault takes the server in.</summary>
    public void SetChecked(PooledEndpoint<TProfile> endpoint, TProfile? profile, Exception? fault) => Change(() =>
    {
        endpoint.Profile = profile ?? endpoint.Profile;
        endpoint.Fault = fault;
        endpoint.State = endpoint.IsRemoved ? EndpointState.Down
            : fault is null ? EndpointState.Up
            : fault is ServerUnavailableException ? EndpointState.Down
            : EndpointState.Refused;
        return null;
    });

    /// <summary>Adds servers that are new and removes those that are gone; their running requests end. Returns the new ones.</summary>
    public List<PooledEndpoint<TProfile>> Replace(IReadOnlyList<Uri> addresses, Func<Uri, ServerClient> connect)
    {
        var added = new List<PooledEndpoint<TProfile>>();
        Change(() =>
        {
            foreach (var gone in _endpoints.Where(endpoint => !addresses.Contains(endpoint.Address)).ToList())
            {
                gone.IsRemoved = true;
                gone.State = EndpointState.Down;
                _endpoints.Remove(gone);
                if (gone.RunningRequests == 0)
                {
                    gone.Client.Dispose();
                }
            }

            foreach (var address in addresses.Where(address => _endpoints.TrueForAll(endpoint => endpoint.Address != address)))
            {
                var endpoint = new PooledEndpoint<TProfile>(address, connect(address));
                _endpoints.Add(endpoint);
                added.Add(endpoint);
            }

            return null;
        });
        return added;
    }

    /// <summary>Wakes all that wait for a change.</summary>
    public void Signal() => Change(() => null);

    private void Change(Func<IDisposable?> change)
    {
        TaskCompletionSource changed;
        IDisposable? unused;
        lock (_lock)
        {
            unused = change();
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        unused?.Dispose();
        changed.TrySetResult();
    }
}
