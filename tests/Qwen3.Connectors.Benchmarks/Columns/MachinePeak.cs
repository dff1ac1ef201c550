using Qwen3.Connectors.Inference.Estimation;

namespace Qwen3.Connectors.Benchmarks.Columns;

/// <summary>The machine's FMA peak, measured repeatedly during the run that is compared with it.</summary>
internal static class MachinePeak
{
    private static double s_best;

    /// <summary>The best measurement so far, in GFLOP/s; other load on the machine can only lower a measurement.</summary>
    public static double Gigaflops => s_best > 0 ? s_best : Measure();

    /// <summary>Measures again.</summary>
    /// <returns>The best measurement so far.</returns>
    public static double Measure() => s_best = Math.Max(s_best, MachineProbe.MeasurePeakGigaflops(Environment.ProcessorCount));
}
