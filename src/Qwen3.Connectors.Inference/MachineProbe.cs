using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Inference;

/// <summary>Measures the machine that a benchmark ran on.</summary>
public static class MachineProbe
{
    /// <summary>What the floating point units can do at the most: independent multiply-adds in registers, no memory. Takes about a second.</summary>
    /// <param name="threadCount">Threads, 1 or more.</param>
    /// <returns>Billions of floating point operations a second (a multiply-add is two), all threads together.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threadCount"/> is below 1.</exception>
    public static double MeasurePeakGigaflops(int threadCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threadCount, 1);
        using var pool = new WorkerPool(threadCount);
        return FmaPeak.Measure(pool);
    }
}
