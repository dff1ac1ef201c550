using System.Runtime.ExceptionServices;

namespace Qwen3.Connectors.Inference.Threading;

/// <summary>
/// Tasks that the calling thread and the workers that join it execute one by one. A worker that joins late is not waited for.
/// </summary>
/// <param name="taskCount">How many tasks.</param>
/// <param name="workerLimit">Threads that may execute tasks, the calling one included.</param>
/// <param name="body">Gets a task's number and a worker number below <paramref name="workerLimit"/>.</param>
internal sealed class ParallelJob(int taskCount, int workerLimit, Action<int, int> body)
{
    private const int Closed = 1 << 24;

    private int _nextTask;
    private int _joined = 1;
    private int _left;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Gets a worker number; false when the job has all its workers or is closed.</summary>
    public bool TryJoin(out int worker)
    {
        worker = Interlocked.Increment(ref _joined) - 1;
        return worker < workerLimit;
    }

    /// <summary>Executes tasks until none is left.</summary>
    public void Work(int worker)
    {
        int task;
        while ((task = Interlocked.Increment(ref _nextTask) - 1) < taskCount)
        {
            try
            {
                body(task, worker);
            }
#pragma warning disable CA1031 // The job's caller gets whatever a task throws.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
                Volatile.Write(ref _nextTask, taskCount);
            }
        }
    }

    /// <summary>Called by a worker that joined, when it is done.</summary>
    public void Leave() => Interlocked.Increment(ref _left);

    /// <summary>Closes the job, waits for the workers that joined, and throws the first exception of a task.</summary>
    public void Finish()
    {
        var others = Math.Min(Interlocked.Exchange(ref _joined, Closed), workerLimit) - 1;
        var spinner = default(SpinWait);
        while (Volatile.Read(ref _left) < others)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }

        _failure?.Throw();
    }
}
