namespace Qwen3.Connectors.Inference;

/// <summary>Measures what this machine can do, to hold the engine's speed against.</summary>
public static class MachineProbe
{
    /// <summary>Runs fused multiply-adds in registers for a short time.</summary>
    /// <param name="threads">Threads that compute; 1 or more.</param>
    /// <returns>The peak in 10^9 single-precision floating point operations a second, a multiply-add counted as two.</returns>
    public static double MeasurePeakGigaflops(int threads) => throw new NotImplementedException();
}
