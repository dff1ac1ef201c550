namespace Qwen3.Connectors.Engines;

/// <summary>Opens a model when it is first needed, once. A failed attempt is not remembered: the file may be there the next time.</summary>
/// <param name="open">Opens it. Its token is cancelled when nobody will need the model any more; a download can take long.</param>
internal sealed class AsyncLazy<TEngine>(Func<CancellationToken, Task<TEngine>> open) : IDisposable
    where TEngine : class, IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _disposal = new();
    private volatile TEngine? _engine;
    private Task<TEngine>? _opening;
    private bool _disposed;

    /// <summary>The engine, if it is open.</summary>
    public TEngine? Opened => _engine;

    // Once open, a use after disposal is for the engine to refuse.
    public TEngine Open() => _engine ?? Start().GetAwaiter().GetResult();

    /// <summary>Opens on another thread: reading a large file's header takes time. A caller may stop waiting, the others get their engine.</summary>
    public async Task<TEngine> OpenAsync(CancellationToken cancellationToken) => _engine ?? await Start().WaitAsync(cancellationToken).ConfigureAwait(false);

    public void Dispose()
    {
        Task<TEngine>? opening;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            opening = _opening;
        }

        _disposal.Cancel();

        // Whoever asked for it hears of a fault.
        opening?.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait();
        _engine?.Dispose();
        _disposal.Dispose();
    }

    private Task<TEngine> Start()
    {
        lock (_gate)
        {
            if (_engine is { } engine)
            {
                return Task.FromResult(engine);
            }

            ObjectDisposedException.ThrowIf(_disposed, this);
            return _opening = _opening is { IsCompleted: false } ? _opening : Task.Run(OpenOnceAsync);
        }
    }

    private async Task<TEngine> OpenOnceAsync()
    {
        try
        {
            return _engine = await open(_disposal.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_disposal.IsCancellationRequested)
        {
            throw new ObjectDisposedException(GetType().FullName);
        }
    }
}
