namespace Qwen3.Connectors.Caching.Lookup;

/// <summary>A vector that a running call looks up or computes.</summary>
/// <param name="callSize">The number of keys of that call.</param>
internal sealed class PendingVector(int callSize)
{
    private readonly TaskCompletionSource<CachedVector?> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int CallSize => callSize;

    /// <summary>The vector; null where the call failed.</summary>
    public Task<CachedVector?> Task => _source.Task;

    public void Complete(CachedVector? vector) => _source.TrySetResult(vector);
}
