namespace Qwen3.Connectors.Remote.Engines;

/// <summary>The time limit of a call, beside the caller's own token.</summary>
internal sealed class CallDeadline : IDisposable
{
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _timeout;
    private readonly CancellationTokenSource _either;

    public CallDeadline(TimeSpan timeout, TimeProvider time, CancellationToken caller)
    {
        _caller = caller;
        _timeout = new CancellationTokenSource(timeout, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(caller, _timeout.Token);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Runs a call; its time limit is an error, the caller's cancellation stays one.</summary>
    /// <exception cref="ServerUnavailableException">The time limit has passed.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, Uri endpoint)
    {
        try
        {
            return await call(Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _caller.ThrowIfCancellationRequested();
            if (_timeout.IsCancellationRequested)
            {
                throw new ServerUnavailableException(
                    endpoint, null, "the call did not end within its time limit. Raise RemoteOptions.Timeout, add servers, or pass "
                        + "fewer texts.");
            }

            throw;
        }
    }

    public void Dispose()
    {
        _either.Dispose();
        _timeout.Dispose();
    }
}
