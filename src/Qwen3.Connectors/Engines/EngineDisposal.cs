namespace Qwen3.Connectors.Engines;

/// <summary>Closes an engine once; every caller waits for the same end, whoever was first and however it waits.</summary>
internal sealed class EngineDisposal(IDisposable engine)
{
    private readonly Lock _gate = new();
    private Task? _closing;

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            return new ValueTask(_closing ??= CloseAsync());
        }
    }

    private async Task CloseAsync()
    {
        if (engine is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            engine.Dispose();
        }
    }
}
