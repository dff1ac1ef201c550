namespace Qwen3.Connectors.Inference.Threading;

/// <summary>One engine's share of the process's compute threads.</summary>
/// <param name="threadCount">Threads that compute, the caller's included.</param>
internal sealed class ParallelRunner(int threadCount) : IDisposable
{
    private volatile bool _disposed;

    /// <summary>Threads that compute, the caller's included.</summary>
    public int ThreadCount { get; } = threadCount;

    /// <summary>Runs <c>body(task, worker)</c> once for every task, in about rising order, and returns when all have ended.</summary>
    /// <param name="taskCount">The number of tasks.</param>
    /// <param name="body">
    /// Gets the task's number and a worker number below <see cref="ThreadCount"/> that no other task has at the same time. It must not call
    /// this method.
    /// </param>
    /// <remarks>
    /// The first exception of a task is thrown here; tasks not started are then skipped. Jobs of several callers run one after the other.
    /// </remarks>
    public void Run(int taskCount, Action<int, int> body)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        SharedThreadPool.Run(taskCount, Math.Min(ThreadCount, taskCount), body);
    }

    /// <summary>Rejects further jobs; the threads continue, since they are the process's.</summary>
    public void Dispose() => _disposed = true;
}
