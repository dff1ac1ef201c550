using Qwen3.Connectors.Inference.Loading;
using Qwen3.Connectors.Inference.Threading;

namespace Qwen3.Connectors.Inference.Estimation;

/// <summary>Measures the speed of this machine.</summary>
internal static class MachineProbe
{
    /// <summary>Measures independent multiply-adds in registers, without memory access. Takes about a second.</summary>
    /// <returns>Billions of floating point operations per second (a multiply-add is two), all threads together.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threadCount"/> is below 1.</exception>
    public static double MeasurePeakGigaflops(int threadCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threadCount, 1);
        using var pool = new ParallelRunner(threadCount);
        return FmaPeak.Measure(pool);
    }

    /// <summary>Measures one layer of a model's shape for about two seconds. Takes the memory of a layer.</summary>
    /// <returns>Tokens per second, fewer on a busy machine; null where a layer is too large to be measured.</returns>
    /// <exception cref="ArgumentException">An option or a number of the shape is out of its range, or a weight type is unknown.</exception>
    public static SpeedEstimate? MeasureSpeed(ModelShape shape, ModelWeights weights, InferenceOptions? options = null)
    {
        RequirePlausible(shape);
        options ??= new InferenceOptions();
        options.ThrowIfInvalid(nameof(options));
        using var pool = new ParallelRunner(options.ResolveThreadCount());
        return new SpeedProbe(shape, weights, options.ResolveKernel(), pool).Measure();
    }

    /// <exception cref="ArgumentException">A number of the shape is out of its range.</exception>
    public static void RequirePlausible(ModelShape shape)
    {
        if (ModelShapeLimits.FindFault(shape) is { } fault)
        {
            throw new ArgumentException($"The shape of the model has {fault.Found}; expected {fault.Expected}.", nameof(shape));
        }
    }
}
