using System.Runtime.ExceptionServices;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>Threads that split a list of tasks among them; the caller works with them. One list at a time.</summary>
internal sealed class WorkerPool : IDisposable
{
    // Parallel steps follow each other within microseconds inside a batch: waiting awake is cheaper than a wake-up by the kernel.
    private const int SpinsBeforeSleep = 2000;

    private readonly Thread[] _threads;
    private readonly object _wake = new();
    private readonly Lock _oneListAtATime = new();
    private Action<int, int>? _body;
    private int _taskCount;
    private int _nextTask;
    private int _running;
    private int _generation;
    private bool _stopping;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Starts <paramref name="threadCount"/> - 1 threads; the caller of <see cref="Run"/> is the other one.</summary>
    public WorkerPool(int threadCount)
    {
        ThreadCount = threadCount;
        _threads = new Thread[threadCount - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            var worker = i + 1;
            _threads[i] = new Thread(() => WorkUntilStopped(worker)) { IsBackground = true, Name = $"qwen3 worker {worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>Threads that compute, the caller's included.</summary>
    public int ThreadCount { get; }

    /// <summary>Runs <c>body(task, worker)</c> once for every task, in about rising order, and returns when all have ended.</summary>
    /// <param name="taskCount">How many tasks.</param>
    /// <param name="body">Gets the task's number and a worker number below <see cref="ThreadCount"/> that no other task has at the same time.</param>
    /// <remarks>The first exception of a task is thrown here; tasks not yet begun are then left out.</remarks>
    public void Run(int taskCount, Action<int, int> body)
    {
        lock (_oneListAtATime)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            _failure = null;
            _body = body;
            _taskCount = taskCount;
            Volatile.Write(ref _nextTask, 0);
            if (_threads.Length > 0 && taskCount > 1)
            {
                Volatile.Write(ref _running, _threads.Length);
                WakeAll();
                TakeTasks(worker: 0);
                WaitForOthers();
            }
            else
            {
                TakeTasks(worker: 0);
            }

            _body = null;
            _failure?.Throw();
        }
    }

    public void Dispose()
    {
        lock (_oneListAtATime)
        {
            if (_stopping)
            {
                return;
            }

            _stopping = true;
            WakeAll();
        }

        foreach (var thread in _threads)
        {
            thread.Join();
        }
    }

    private void TakeTasks(int worker)
    {
        int task;
        while ((task = Interlocked.Increment(ref _nextTask) - 1) < _taskCount)
        {
            try
            {
                _body!(task, worker);
            }
#pragma warning disable CA1031 // Whatever a task throws belongs to the caller of Run.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
                Volatile.Write(ref _nextTask, _taskCount);
            }
        }
    }

    private void WaitForOthers()
    {
        var spinner = default(SpinWait);
        while (Volatile.Read(ref _running) > 0)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }
    }

    private void WorkUntilStopped(int worker)
    {
        var seen = 0;
        while (true)
        {
            WaitForGeneration(seen);
            seen = Volatile.Read(ref _generation);
            if (Volatile.Read(ref _stopping))
            {
                return;
            }

            TakeTasks(worker);
            Interlocked.Decrement(ref _running);
        }
    }

    /// <summary>Waits until the generation is another: the threads sleep on that condition itself, since an event that one of them resets is lost for the others.</summary>
    private void WaitForGeneration(int seen)
    {
        for (var spin = 0; spin < SpinsBeforeSleep; spin++)
        {
            if (Volatile.Read(ref _generation) != seen)
            {
                return;
            }

            Thread.SpinWait(10);
        }

        lock (_wake)
        {
            while (_generation == seen)
            {
                Monitor.Wait(_wake);
            }
        }
    }

    private void WakeAll()
    {
        lock (_wake)
        {
            Volatile.Write(ref _generation, _generation + 1);
            Monitor.PulseAll(_wake);
        }
    }
}
