using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Benchmarks.Memory;

/// <summary>A peak and what was estimated of it.</summary>
/// <param name="MeasuredBytes">The most that was resident at a time.</param>
/// <param name="EstimatedBytes">The estimate for this run: with a full cache where the run fills it.</param>
/// <param name="Estimate">Its parts.</param>
/// <param name="LoadedBytes">Resident when the model was loaded.</param>
/// <param name="FileResidentBytes">Resident of the mapped model at the end; null where the system doesn't tell.</param>
internal sealed record MemoryResult(long MeasuredBytes, long EstimatedBytes, MemoryEstimate Estimate, long LoadedBytes, long? FileResidentBytes)
{
    /// <summary>Estimated over measured.</summary>
    public double Ratio => (double)EstimatedBytes / MeasuredBytes;
}
