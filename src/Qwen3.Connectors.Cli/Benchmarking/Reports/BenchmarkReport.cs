using System.Diagnostics;
using Qwen3.Connectors.Cli.Benchmarking.Scenarios;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Benchmarking.Reports;

/// <summary>Measurements of a model and the peak of the machine.</summary>
internal sealed record BenchmarkReport
{
    public required MachineDescription Machine { get; init; }

    public required string Model { get; init; }

    public required string WeightType { get; init; }

    public required long FileBytes { get; init; }

    /// <summary>Approximate bytes of the layer weights, which every batch reads once.</summary>
    public required double LayerWeightBytes { get; init; }

    public required int Threads { get; init; }

    /// <summary>Fused multiply-adds in registers on all threads, in GFLOP/s.</summary>
    public required double PeakGigaflops { get; init; }

    /// <summary>Time of loading the model, tokenizer included.</summary>
    public required double LoadSeconds { get; init; }

    /// <summary>Peak resident memory of the process, mapped file included.</summary>
    public required long PeakMemoryBytes { get; init; }

    public required IReadOnlyList<ScenarioReport> Scenarios { get; init; }

    public static BenchmarkReport Create(
        ModelDescription model, IReadOnlyList<ScenarioResult> results, int threads, double peakGigaflops, TimeSpan loadTime)
    {
        return new()
        {
            Machine = MachineDescription.Current,
            Model = model.Name,
            WeightType = model.WeightType,
            FileBytes = model.FileBytes,
            LayerWeightBytes = (double)model.FileBytes * model.LayerParameterCount / model.ParameterCount,
            Threads = threads,
            PeakGigaflops = peakGigaflops,
            LoadSeconds = loadTime.TotalSeconds,
            PeakMemoryBytes = PeakMemory(),
            Scenarios = [.. results.Select(result => ScenarioReport.Create(result, model, peakGigaflops))],
        };
    }

    /// <summary>Returns the current resident memory if the system records no peak.</summary>
    private static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return Math.Max(process.PeakWorkingSet64, process.WorkingSet64);
    }
}
