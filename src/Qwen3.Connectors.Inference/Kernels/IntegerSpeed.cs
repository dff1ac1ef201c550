using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>
/// Measures whether this CPU multiplies and adds 16-bit integers faster than floats, in registers. Takes about a millisecond.
/// </summary>
/// <remarks>
/// The rates are far apart where they differ (1.5 to 2 times on AMD from Zen 3 on, equal on CPUs whose integer multiplier is half as wide
/// or shares its ports with additions), and the fastest of several alternating runs of 50 microseconds counts, so that the choice does not
/// depend on the load of the machine.
/// </remarks>
internal static unsafe class IntegerSpeed
{
    private const int Runs = 8;
    private const int Rounds = 20_000;

    // Less is lost in rounding activations and in scaling the sums of every 32 values.
    private const double Threshold = 1.25;

    /// <summary>Whether integer products have a higher peak, by more than the overhead that they bring.</summary>
    public static bool Exceeds<TLanes, TVector, TIntegers, TPairs>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TIntegers : struct, IIntegerLanes<TPairs, TVector>
        where TPairs : struct
    {
        var (floats, integers) = (long.MaxValue, long.MaxValue);
        var sink = stackalloc int[16];
        for (var run = 0; run < Runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            MultiplyFloats<TLanes, TVector>((float*)sink);
            var middle = Stopwatch.GetTimestamp();
            MultiplyIntegers<TIntegers, TPairs, TVector>(sink);
            floats = Math.Min(floats, middle - start);
            integers = Math.Min(integers, Stopwatch.GetTimestamp() - middle);
        }

        // A register holds two integers for each float.
        return 2.0 * floats > Threshold * integers;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyFloats<TLanes, TVector>(float* sink)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var factor = TLanes.Broadcast(0.999f);
        var step = TLanes.Broadcast(0.001f);
        TVector c0 = step, c1 = step, c2 = step, c3 = step, c4 = step, c5 = step,
            c6 = step, c7 = step, c8 = step, c9 = step, ca = step, cb = step;
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

        // The stored value depends on every sum, so the compiler keeps the loop.
        var all = TLanes.MultiplyAdd(TLanes.MultiplyAdd(c0, c1, c2), TLanes.MultiplyAdd(c3, c4, c5), TLanes.MultiplyAdd(c6, c7, c8));
        TLanes.Store(TLanes.MultiplyAdd(TLanes.MultiplyAdd(c9, ca, cb), all, all), sink);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyIntegers<TIntegers, TPairs, TVector>(int* sink)
        where TIntegers : struct, IIntegerLanes<TPairs, TVector>
        where TPairs : struct
        where TVector : struct
    {
        var factor = TIntegers.Broadcast(0x0003_0005);
        var step = TIntegers.Broadcast(0x0101_0101);
        TPairs c0 = step, c1 = step, c2 = step, c3 = step, c4 = step, c5 = step,
            c6 = step, c7 = step, c8 = step, c9 = step, ca = step, cb = step;
        for (var i = 0; i < Rounds; i++)
        {
            c0 = TIntegers.MultiplyAddPairs(c0, factor, step);
            c1 = TIntegers.MultiplyAddPairs(c1, factor, step);
            c2 = TIntegers.MultiplyAddPairs(c2, factor, step);
            c3 = TIntegers.MultiplyAddPairs(c3, factor, step);
            c4 = TIntegers.MultiplyAddPairs(c4, factor, step);
            c5 = TIntegers.MultiplyAddPairs(c5, factor, step);
            c6 = TIntegers.MultiplyAddPairs(c6, factor, step);
            c7 = TIntegers.MultiplyAddPairs(c7, factor, step);
            c8 = TIntegers.MultiplyAddPairs(c8, factor, step);
            c9 = TIntegers.MultiplyAddPairs(c9, factor, step);
            ca = TIntegers.MultiplyAddPairs(ca, factor, step);
            cb = TIntegers.MultiplyAddPairs(cb, factor, step);
        }

        var all = TIntegers.MultiplyAddPairs(
            TIntegers.MultiplyAddPairs(c0, c1, c2), TIntegers.MultiplyAddPairs(c3, c4, c5), TIntegers.MultiplyAddPairs(c6, c7, c8));
        TIntegers.Store(TIntegers.MultiplyAddPairs(TIntegers.MultiplyAddPairs(c9, ca, cb), all, all), sink);
    }
}
