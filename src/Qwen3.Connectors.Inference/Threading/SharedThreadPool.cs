namespace Qwen3.Connectors.Inference.Threading;

/// <summary>The process's compute threads. All engines share them and take turns, list by list, so that several engines never ask for more threads than one.</summary>
internal static class SharedThreadPool
{
    // Parallel steps follow each other within microseconds inside a batch: waiting awake is cheaper than a wake-up by the kernel.
    private const int SpinsBeforeSleep = 2000;

    private static readonly Lock OneListAtATime = new();
    private static readonly object Announcement = new();
    private static ParallelJob? s_current;
    private static int s_generation;
    private static int s_threads;

    [ThreadStatic]
    private static bool t_working;

    /// <summary>Runs a list with up to <paramref name="threadCount"/> threads, the calling one included, and returns when all its tasks have ended.</summary>
    public static void Run(ParallelJob list, int threadCount)
    {
        if (t_working)
        {
            throw new InvalidOperationException("A task may not start another list of tasks. This is a bug.");
        }

        lock (OneListAtATime)
        {
            t_working = true;
            try
            {
                if (threadCount > 1)
                {
                    StartThreads(threadCount - 1);
                    Announce(list);
                }

                list.Work(worker: 0);
                list.Finish();
            }
            finally
            {
                t_working = false;
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

    private static void Announce(ParallelJob list)
    {
        lock (Announcement)
        {
            s_current = list;
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
            var list = WaitForNext(ref seen);
            if (list.TryJoin(out var worker))
            {
                list.Work(worker);
                list.Leave();
            }
        }
    }

    /// <summary>Waits until the generation is another: threads sleep on that condition itself, since an event that one of them resets is lost for the others.</summary>
    private static ParallelJob WaitForNext(ref int seen)
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
            return s_current!;
        }
    }
}
