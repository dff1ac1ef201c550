namespace Qwen3.Connectors.Hosting.Engines;

/// <summary>Counts running calls, and rejects new ones once it is closed.</summary>
internal sealed class RequestTracker : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _abandoned = new();
    private int _runningCalls;
    private bool _closed;

    public int RunningCalls
    {
        get
        {
            lock (_lock)
            {
                return _runningCalls;
            }
        }
    }

    /// <summary>Runs a call, unless the tracker is closed.</summary>
    /// <exception cref="EngineStoppingException">The tracker is closed, or was closed and did not wait for this call.</exception>
    public async Task<T> RunAsync<T>(string modelId, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        Enter(modelId);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _abandoned.Token);
            return await call(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The caller knows its own token, not the linked one.
            cancellationToken.ThrowIfCancellationRequested();
            if (_abandoned.IsCancellationRequested)
            {
                throw new EngineStoppingException(modelId, wasRunning: true);
            }

            throw;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Rejects new calls, and waits for those that run.</summary>
    /// <param name="cancellationToken">Ends the wait, and the calls that still run.</param>
    /// <returns>How many calls still ran when the wait ended.</returns>
    public async Task<int> CloseAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _closed = true;
            if (_runningCalls == 0)
            {
                _empty.TrySetResult();
            }
        }

        try
        {
            await _empty.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return 0;
        }
        catch (OperationCanceledException)
        {
            var left = RunningCalls;
            await _abandoned.CancelAsync().ConfigureAwait(false);
            return left;
        }
    }

    public void Dispose() => _abandoned.Dispose();

    private void Enter(string modelId)
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw new EngineStoppingException(modelId, wasRunning: false);
            }

            _runningCalls++;
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (--_runningCalls == 0 && _closed)
            {
                _empty.TrySetResult();
            }
        }
    }
}
