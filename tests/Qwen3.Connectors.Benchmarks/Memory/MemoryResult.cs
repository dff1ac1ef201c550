using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Benchmarks.Memory;

/// <summary>A measured peak and its estimate.</summary>
/// <param name="MeasuredBytes">The peak of the resident memory.</param>
/// <param name="EstimatedBytes">The estimate for this run, with a full cache if the run fills it.</param>
/// <param name="Estimate">Its parts.</param>
/// <param name="LoadedBytes">Resident memory after loading.</param>
/// <param name="FileResidentBytes">Resident memory of the mapped file at the end; null if the system does not report it.</param>
internal sealed record MemoryResult(long MeasuredBytes, long EstimatedBytes, MemoryEstimate Estimate, long LoadedBytes,
    long? FileResidentBytes)
{
    /// <summary>Estimate divided by measurement.</summary>
    public double Ratio => (double)EstimatedBytes / MeasuredBytes;
}
