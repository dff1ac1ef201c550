using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Qwen3.Connectors.Inference.Threading;

namespace Qwen3.Connectors.Tests.Threading;

public class ParallelRunnerTests
{
    [Fact]
    public void A_job_that_has_ended_keeps_nothing_alive()
    {
        using var runner = new ParallelRunner(4);
        var captured = RunOnce(runner);
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                // Other tests run jobs on the same threads, which replace this one.
                GC.Collect();
                return !captured.IsAlive;
            },
            TimeSpan.FromSeconds(60)));
    }

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public void A_job_allocates_nothing(int threads)
    {
        using var pool = new ParallelRunner(threads);
        var sum = 0;
        Action<int, int> body = (_, _) => Interlocked.Increment(ref sum);
        pool.Run(10, body);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var job = 0; job < 1000; job++)
        {
            pool.Run(10, body);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(10_010, sum);
    }

    public static TheoryData<int> ThreadCounts => [1, 2, 3, 4];

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public void Every_task_runs_exactly_once(int threads)
    {
        using var pool = new ParallelRunner(threads);
        foreach (var count in (int[])[0, 1, 2, 3, 7, 100, 10_000])
        {
            var runs = new int[count];
            pool.Run(count, (task, _) => Interlocked.Increment(ref runs[task]));
            Assert.All(runs, run => Assert.Equal(1, run));
        }
    }

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public async Task Thousands_of_short_lists_follow_each_other(int threads)
    {
        var sum = 0L;
        await WithoutHanging(() =>
        {
            using var pool = new ParallelRunner(threads);
            for (var list = 0; list < 1000; list++)
            {
                pool.Run(list % 5, (task, _) => Interlocked.Add(ref sum, task + 1));
            }
        });
        Assert.Equal(200 * (0 + 1 + 3 + 6 + 10), sum);
    }

    /// <summary>
    /// A worker that had done its list and went to sleep took the wake-up away from one that had not got up yet, and the list never ended.
    /// </summary>
    [Fact]
    public async Task Workers_that_went_to_sleep_all_wake_up_for_every_list()
    {
        var sum = 0;
        await WithoutHanging(() =>
        {
            using var pool = new ParallelRunner(12);
            for (var list = 0; list < 100; list++)
            {
                // Long enough for some to fall asleep and too short for others, on more threads than a machine may have cores.
                Thread.Sleep(list % 3);
                pool.Run(12, (_, _) => Interlocked.Increment(ref sum));
            }
        });
        Assert.Equal(100 * 12, sum);
    }

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public void No_two_tasks_have_the_same_worker_number_at_the_same_time(int threads)
    {
        using var pool = new ParallelRunner(threads);
        var busy = new int[threads];
        var clashes = 0;
        for (var list = 0; list < 20; list++)
        {
            pool.Run(200, (_, worker) =>
            {
                Interlocked.Add(ref clashes, Interlocked.Exchange(ref busy[worker], 1));
                Thread.SpinWait(50);
                Volatile.Write(ref busy[worker], 0);
            });
        }

        Assert.Equal(0, clashes);
    }

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public void Tasks_that_wait_for_each_other_have_a_thread_each(int threads)
    {
        using var pool = new ParallelRunner(threads);
        using var barrier = new Barrier(threads);
        var workers = new ConcurrentBag<int>();
        pool.Run(threads, (_, worker) =>
        {
            workers.Add(worker);
            barrier.SignalAndWait();
        });
        Assert.Equal(Enumerable.Range(0, threads), workers.Order());
    }

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public void The_first_exception_reaches_the_caller_and_the_pool_works_afterwards(int threads)
    {
        using var pool = new ParallelRunner(threads);
        for (var list = 0; list < 50; list++)
        {
            // Only one task fails: with several, whichever is first.
            var failing = list % 10;
            var thrown = Assert.Throws<InvalidOperationException>(() => pool.Run(10, (task, _) => ThrowIf(task == failing, task)));
            Assert.Equal($"task {failing}", thrown.Message);
            Assert.StartsWith(
                "task ",
                Assert.Throws<InvalidOperationException>(() => pool.Run(10, (task, _) => ThrowIf(true, task))).Message,
                StringComparison.Ordinal);

            var runs = 0;
            pool.Run(10, (_, _) => Interlocked.Increment(ref runs));
            Assert.Equal(10, runs);
        }
    }

    [Fact]
    public void Tasks_not_yet_begun_are_left_out_after_an_exception()
    {
        using var pool = new ParallelRunner(1);
        var begun = new List<int>();
        Assert.Throws<InvalidOperationException>(() => pool.Run(100, (task, _) =>
        {
            begun.Add(task);
            ThrowIf(task == 3, task);
        }));
        Assert.Equal([0, 1, 2, 3], begun);
    }

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public void Callers_from_several_threads_get_their_lists_one_after_the_other(int threads)
    {
        using var pool = new ParallelRunner(threads);
        var owner = 0;
        var intruders = 0;
        Parallel.For(1, 5, new ParallelOptions { MaxDegreeOfParallelism = 4 }, caller =>
        {
            for (var list = 0; list < 30; list++)
            {
                var tasks = 0;
                pool.Run(8, (_, _) =>
                {
                    // The first task of a list takes the pool; a task of another list inside it would find a stranger.
                    var before = Interlocked.CompareExchange(ref owner, caller, 0);
                    if (before != 0 && before != caller)
                    {
                        Interlocked.Increment(ref intruders);
                    }

                    if (Interlocked.Increment(ref tasks) == 8)
                    {
                        Volatile.Write(ref owner, 0);
                    }
                });
                Assert.Equal(8, tasks);
            }
        });
        Assert.Equal(0, intruders);
    }

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public void After_dispose_a_list_is_refused_and_dispose_may_come_twice(int threads)
    {
        var pool = new ParallelRunner(threads);
        pool.Run(10, (_, _) => { });
        pool.Dispose();
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Run(10, (_, _) => { }));
        Assert.Throws<ObjectDisposedException>(() => pool.Run(0, (_, _) => { }));
    }

    [Fact]
    public async Task Pools_come_and_go_while_their_workers_are_in_any_state()
    {
        await WithoutHanging(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                using var pool = new ParallelRunner(4);
                for (var list = 0; list < i % 3; list++)
                {
                    pool.Run(4, (_, _) => Thread.SpinWait(i));
                }

                Thread.Sleep(i % 2);
            }
        });
    }

    private static void ThrowIf(bool condition, int task)
    {
        if (condition)
        {
            throw new InvalidOperationException($"task {task}");
        }
    }

    /// <summary>A lost wake-up should fail a test, not stop the run: the limit is a hundred times what the body takes.</summary>
    private static Task WithoutHanging(Action body) =>
        Task.Factory.StartNew(body, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference RunOnce(ParallelRunner runner)
    {
        var captured = new object();
        runner.Run(8, (_, _) => GC.KeepAlive(captured));
        return new WeakReference(captured);
    }
}
