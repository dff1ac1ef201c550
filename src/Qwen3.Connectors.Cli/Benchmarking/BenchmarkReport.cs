using System.Diagnostics;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>Measurements of a model beside what the machine can do.</summary>
internal sealed record BenchmarkReport
{
    public required MachineDescription Machine { get; init; }

    public required string Model { get; init; }

    public required string WeightType { get; init; }

    public required long FileBytes { get; init; }

    /// <summary>Bytes of the layers' weights, which every batch reads once; about, in a file of several formats.</summary>
    public required double LayerWeightBytes { get; init; }

    public required int Threads { get; init; }

    /// <summary>Fused multiply-adds in registers, all threads at once, in billions of operations a second.</summary>
    public required double PeakGigaflops { get; init; }

    /// <summary>Time to load the model, tokenizer included.</summary>
    public required double LoadSeconds { get; init; }

    /// <summary>The most memory that the process had at a time, the resident part of the mapped file included.</summary>
    public required long PeakMemoryBytes { get; init; }

    public required IReadOnlyList<ScenarioReport> Scenarios { get; init; }

    public static BenchmarkReport Create(ModelDescription model, IReadOnlyList<ScenarioResult> results, int threads, double peakGigaflops, TimeSpan loadTime) => new()
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

    /// <summary>Where the system keeps no high-water mark, what is resident now.</summary>
    private static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return Math.Max(process.PeakWorkingSet64, process.WorkingSet64);
    }
}
