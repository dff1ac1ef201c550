using System.Runtime.ExceptionServices;

namespace Qwen3.Connectors.Inference.Threading;

/// <summary>
/// Tasks that the calling thread and the workers that join it execute one by one. A worker that joins late is not waited for.
/// </summary>
/// <remarks>
/// One object serves one job after the other, so that a job allocates nothing. It is closed between jobs: a worker that was awakened for
/// an earlier job either finds it closed, or joins the job that is running by then.
/// </remarks>
internal sealed class ParallelJob
{
    private const int Closed = 1 << 24;

    private Action<int, int>? _body;
    private int _taskCount;
    private int _workerLimit;
    private int _nextTask;
    private int _joined = Closed;
    private int _left;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Opens the job for its tasks; it must be closed.</summary>
    /// <param name="taskCount">How many tasks.</param>
    /// <param name="workerLimit">Threads that may execute tasks, the calling one included.</param>
    /// <param name="body">Gets a task's number and a worker number below <paramref name="workerLimit"/>.</param>
    public void Open(int taskCount, int workerLimit, Action<int, int> body)
    {
        _body = body;
        _taskCount = taskCount;
        _workerLimit = workerLimit;
        _nextTask = 0;
        _left = 0;
        _failure = null;

        // Last: whoever joins sees everything above.
        Volatile.Write(ref _joined, 1);
    }

    /// <summary>Gets a worker number; false when the job has all its workers or is closed.</summary>
    public bool TryJoin(out int worker)
    {
        worker = Interlocked.Increment(ref _joined) - 1;
        return worker < _workerLimit;
    }

    /// <summary>Executes tasks until none is left.</summary>
    public void Work(int worker)
    {
        int task;
        while ((task = Interlocked.Increment(ref _nextTask) - 1) < _taskCount)
        {
            try
            {
                _body!(task, worker);
            }
#pragma warning disable CA1031 // The job's caller gets whatever a task throws.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
                Volatile.Write(ref _nextTask, _taskCount);
            }
        }
    }

    /// <summary>Called by a worker that joined, when it is done.</summary>
    public void Leave() => Interlocked.Increment(ref _left);

    /// <summary>Closes the job, waits for the workers that joined, and throws the first exception of a task.</summary>
    public void Finish()
    {
        var others = Math.Min(Interlocked.Exchange(ref _joined, Closed), _workerLimit) - 1;
        var spinner = default(SpinWait);
        while (Volatile.Read(ref _left) < others)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }

        // The body must not outlive its caller: it holds weights and activations.
        _body = null;
        var failure = _failure;
        _failure = null;
        failure?.Throw();
    }
}
