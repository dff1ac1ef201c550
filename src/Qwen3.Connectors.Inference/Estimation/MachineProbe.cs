using Qwen3.Connectors.Inference.Estimation;
using Qwen3.Connectors.Inference.Threading;

namespace Qwen3.Connectors.Inference;

/// <summary>Measures what this machine can do.</summary>
public static class MachineProbe
{
    /// <summary>What the floating point units can do at the most: independent multiply-adds in registers, no memory. Takes about a second.</summary>
    /// <param name="threadCount">Threads, 1 or more.</param>
    /// <returns>Billions of floating point operations a second (a multiply-add is two), all threads together.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threadCount"/> is below 1.</exception>
    public static double MeasurePeakGigaflops(int threadCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threadCount, 1);
        using var pool = new ParallelRunner(threadCount);
        return FmaPeak.Measure(pool);
    }

    /// <summary>How fast a model would embed texts here: times one layer of its shape, on random weights in the types of its file. Takes about two seconds, and the memory of a layer.</summary>
    /// <param name="shape">The model; its file is not needed.</param>
    /// <param name="options">How it will be run; null for the defaults.</param>
    /// <returns>Tokens a second. On a busy machine less, as everything there.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, a number of the shape is not positive or not a multiple of a type's block, or a weight type is unknown.</exception>
    public static SpeedEstimate MeasureSpeed(ModelShape shape, InferenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        options ??= new InferenceOptions();
        options.ThrowIfInvalid(nameof(options));
        using var pool = new ParallelRunner(options.ResolveThreadCount());
        return new SpeedProbe(shape, options.ResolveKernel(), pool).Measure();
    }
}
