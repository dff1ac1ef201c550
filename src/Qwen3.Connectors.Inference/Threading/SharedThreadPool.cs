namespace Qwen3.Connectors.Inference.Threading;

/// <summary>
/// The process's compute threads. All engines share them and take turns, job by job, so that several engines never use more threads than
/// one.
/// </summary>
internal static class SharedThreadPool
{
    // Parallel steps follow each other within microseconds inside a batch: waiting awake is cheaper than a wake-up by the kernel.
    private const int SpinsBeforeSleep = 2000;

    private static readonly Lock OneJobAtATime = new();
    private static readonly object Announcement = new();
    private static readonly ParallelJob Job = new();
    private static int s_generation;
    private static int s_threads;

    [ThreadStatic]
    private static bool t_working;

    /// <summary>
    /// Runs <c>body(task, worker)</c> for every task with up to <paramref name="threadCount"/> threads, the calling one included, and
    /// returns when all tasks have ended.
    /// </summary>
    public static void Run(int taskCount, int threadCount, Action<int, int> body)
    {
        if (t_working)
        {
            throw new InvalidOperationException("A task may not start another job. This is a bug.");
        }

        lock (OneJobAtATime)
        {
            t_working = true;
            try
            {
                Job.Open(taskCount, threadCount, body);
                if (threadCount > 1)
                {
                    StartThreads(threadCount - 1);
                    Announce();
                }

                Job.Work(worker: 0);
            }
            finally
            {
                t_working = false;
                Job.Finish();
            }
        }
    }

    private static void StartThreads(int count)
    {
        for (; s_threads < count; s_threads++)
        {
            new Thread(WorkForEver) { IsBackground = true, Name = $"qwen3 worker {s_threads + 1}" }.Start();
        }
    }

    private static void Announce()
    {
        lock (Announcement)
        {
            Volatile.Write(ref s_generation, s_generation + 1);
            Monitor.PulseAll(Announcement);
        }
    }

    private static void WorkForEver()
    {
        t_working = true;
        var seen = 0;
        while (true)
        {
            WaitForNext(ref seen);
            if (Job.TryJoin(out var worker))
            {
                Job.Work(worker);
                Job.Leave();
            }
        }
    }

    /// <summary>
    /// Waits until the generation changes: threads wait for that condition itself, since an event that one of them resets is lost for the
    /// others.
    /// </summary>
    private static void WaitForNext(ref int seen)
    {
        for (var spin = 0; spin < SpinsBeforeSleep && Volatile.Read(ref s_generation) == seen; spin++)
        {
            Thread.SpinWait(10);
        }

        lock (Announcement)
        {
            while (s_generation == seen)
            {
                Monitor.Wait(Announcement);
            }

            seen = s_generation;
        }
    }
}
