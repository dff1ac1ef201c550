namespace Qwen3.Connectors.Engines;

/// <summary>Opens a model when it is first needed, once. A failed attempt is not remembered: the file may be there the next time.</summary>
internal sealed class OnDemand<TEngine>(Func<TEngine> open) : IDisposable
    where TEngine : class, IDisposable
{
    private readonly Lock _gate = new();
    private volatile TEngine? _engine;
    private bool _disposed;

    public TEngine Open()
    {
        // Once open, a use after disposal is for the engine to refuse.
        if (_engine is { } engine)
        {
            return engine;
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _engine ??= open();
        }
    }

    /// <summary>Opens on another thread: reading a large file's header takes time. A caller may stop waiting, the others get their engine.</summary>
    public async Task<TEngine> OpenAsync(CancellationToken cancellationToken) =>
        _engine ?? await Task.Run(Open, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        _engine?.Dispose();
    }
}
