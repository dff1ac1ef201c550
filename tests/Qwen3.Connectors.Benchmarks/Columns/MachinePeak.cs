using Qwen3.Connectors.Inference.Estimation;

namespace Qwen3.Connectors.Benchmarks.Columns;

/// <summary>The machine's FMA peak, measured again and again in the run that it is the yardstick of.</summary>
internal static class MachinePeak
{
    private static double s_best;

    /// <summary>The best measurement so far, in GFLOP/s: whatever else runs on the machine only ever lowers it.</summary>
    public static double Gigaflops => s_best > 0 ? s_best : Measure();

    /// <summary>Measures once more.</summary>
    /// <returns>The best measurement so far.</returns>
    public static double Measure() => s_best = Math.Max(s_best, MachineProbe.MeasurePeakGigaflops(Environment.ProcessorCount));
}
