namespace Qwen3.Connectors.Engines;

/// <summary>
/// Opens a model when it is first needed, once, and never blocks a thread for it. A failed attempt is not kept: the file may be there the
/// next time.
/// </summary>
internal sealed class AsyncLazy<T> : IDisposable, IAsyncDisposable
    where T : class, IDisposable, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _disposal = new();
    private readonly Func<CancellationToken, Task<T>> _open;
    private volatile T? _value;
    private Task<T>? _opening;
    private Task? _disposed;

    /// <param name="open">Opens the value. Its token is cancelled when the lazy is disposed; a download can take long.</param>
    public AsyncLazy(Func<CancellationToken, Task<T>> open) => _open = open;

    /// <summary>Owns a value that is open already.</summary>
    public AsyncLazy(T value)
        : this(_ => Task.FromResult(value)) => _value = value;

    /// <summary>The value, or null while it is not open.</summary>
    public T? Value => _value;

    /// <summary>
    /// Gets the value, opened on the thread pool where it is not. A caller may stop waiting; the opening continues for the others.
    /// </summary>
    /// <exception cref="ObjectDisposedException">It was disposed before it was opened.</exception>
    public ValueTask<T> GetAsync(CancellationToken cancellationToken) =>
        _value is { } value ? new ValueTask<T>(value) : new ValueTask<T>(Start().WaitAsync(cancellationToken));

    /// <summary>Blocks while the value is being opened or closes; <see cref="DisposeAsync"/> does not.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            return new ValueTask(_disposed ??= DisposeOnceAsync(_opening));
        }
    }

    private async Task DisposeOnceAsync(Task<T>? opening)
    {
        await _disposal.CancelAsync().ConfigureAwait(false);
        if (opening is not null)
        {
            // Its callers get the exception.
            await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_value is { } value)
        {
            await value.DisposeAsync().ConfigureAwait(false);
        }

        _disposal.Dispose();
    }

    private Task<T> Start()
    {
        lock (_gate)
        {
            if (_value is { } value)
            {
                return Task.FromResult(value);
            }

            ObjectDisposedException.ThrowIf(_disposed is not null, this);
            return _opening = _opening is { IsCompleted: false } ? _opening : Task.Run(OpenOnceAsync);
        }
    }

    private async Task<T> OpenOnceAsync()
    {
        try
        {
            return _value = await _open(_disposal.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_disposal.IsCancellationRequested)
        {
            throw new ObjectDisposedException(GetType().FullName);
        }
    }
}
