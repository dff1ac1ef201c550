using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Qwen3.Connectors.Inference.Threading;

namespace Qwen3.Connectors.Benchmarks.Headline;

/// <summary>Memory bandwidth for reads: the bound of a query of few tokens, which reads every weight once.</summary>
internal static unsafe class MemoryBandwidth
{
    // Larger than any cache.
    private const int ValuesEach = 1 << 26;
    private const int Parts = 64;
    private const int Repeats = 5;

    /// <summary>Returns bytes per second with all threads; the best of a few runs.</summary>
    public static double Measure(int threadCount)
    {
        using var pool = new ParallelRunner(threadCount);
        var values = (float*)NativeMemory.Alloc(ValuesEach, sizeof(float));
        try
        {
            new Span<float>(values, ValuesEach).Fill(1);
            var best = 0.0;
            for (var repeat = 0; repeat < Repeats; repeat++)
            {
                var start = Stopwatch.GetTimestamp();
                pool.Run(Parts, (part, _) => TensorPrimitives.Sum(
                    new ReadOnlySpan<float>(values + ((long)part * (ValuesEach / Parts)), ValuesEach / Parts)));
                best = Math.Max(best, (double)ValuesEach * sizeof(float) / Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            return best;
        }
        finally
        {
            NativeMemory.Free(values);
        }
    }
}
