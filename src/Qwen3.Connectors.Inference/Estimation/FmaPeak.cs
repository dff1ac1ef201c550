using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Qwen3.Connectors.Inference.Kernels;
using Qwen3.Connectors.Inference.Threading;

namespace Qwen3.Connectors.Inference.Estimation;

/// <summary>Measures the peak rate of the multiply-add units, which every speed is compared with.</summary>
internal static unsafe class FmaPeak
{
    private const int Sums = 12;
    private const int Rounds = 10_000_000;
    private const int Repeats = 8;

    /// <summary>Returns billions of floating point operations per second of all threads together, the best of a few runs.</summary>
    public static double Measure(ParallelRunner pool)
    {
        var flops = GemmMicroKernel.Best.Lanes switch
        {
            32 => Run<Lanes512, Vector512<float>>(pool),
            16 => Run<Lanes256, Vector256<float>>(pool),
            _ => Run<Lanes128, Vector128<float>>(pool),
        };
        return flops / 1e9;
    }

    private static double Run<TLanes, TVector>(ParallelRunner pool)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var best = 0.0;
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            var start = Stopwatch.GetTimestamp();
            pool.Run(pool.ThreadCount, (_, _) => Loop<TLanes, TVector>());
            var flops = 2.0 * Sums * TLanes.Count * Rounds * pool.ThreadCount;
            best = Math.Max(best, flops / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    /// <summary>Twelve independent sums cover a latency of 4 cycles on two units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var factor = TLanes.Broadcast(0.999f);
        var step = TLanes.Broadcast(0.001f);
        TVector c0 = step, c1 = step, c2 = step, c3 = step, c4 = step, c5 = step, c6 = step, c7 = step, c8 = step, c9 = step, ca = step,
            cb = step;
        for (var i = 0; i < Rounds; i++)
        {
            c0 = TLanes.MultiplyAdd(c0, factor, step);
            c1 = TLanes.MultiplyAdd(c1, factor, step);
            c2 = TLanes.MultiplyAdd(c2, factor, step);
            c3 = TLanes.MultiplyAdd(c3, factor, step);
            c4 = TLanes.MultiplyAdd(c4, factor, step);
            c5 = TLanes.MultiplyAdd(c5, factor, step);
            c6 = TLanes.MultiplyAdd(c6, factor, step);
            c7 = TLanes.MultiplyAdd(c7, factor, step);
            c8 = TLanes.MultiplyAdd(c8, factor, step);
            c9 = TLanes.MultiplyAdd(c9, factor, step);
            ca = TLanes.MultiplyAdd(ca, factor, step);
            cb = TLanes.MultiplyAdd(cb, factor, step);
        }

        // The result depends on every sum, so the compiler keeps the loop. An array of the sums would put them into memory.
        var all = TLanes.MultiplyAdd(TLanes.MultiplyAdd(c0, c1, c2), TLanes.MultiplyAdd(c3, c4, c5), TLanes.MultiplyAdd(c6, c7, c8));
        var sink = stackalloc float[TLanes.Count];
        TLanes.Store(TLanes.MultiplyAdd(TLanes.MultiplyAdd(c9, ca, cb), all, all), sink);
    }
}
