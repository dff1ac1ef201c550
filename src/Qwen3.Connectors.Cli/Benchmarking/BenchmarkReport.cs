using System.Diagnostics;
using System.Globalization;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>A measurement beside what the machine can do.</summary>
internal sealed record BenchmarkReport
{
    public required string Model { get; init; }

    public required string WeightType { get; init; }

    public required int Threads { get; init; }

    public required int Texts { get; init; }

    public required long Tokens { get; init; }

    public required double Seconds { get; init; }

    public required double TokensPerSecond { get; init; }

    public required double Gigaflops { get; init; }

    public required double PeakGigaflops { get; init; }

    public required double FractionOfPeak { get; init; }

    public required long FileBytes { get; init; }

    public required long PeakMemoryBytes { get; init; }

    public static BenchmarkReport Create(ModelDescription model, BenchmarkSpeed speed, int threads, double peakGigaflops)
    {
        var seconds = speed.Elapsed.TotalSeconds;
        var gigaflops = FloatingPointOperations(model, speed) / 1e9 / seconds;
        return new BenchmarkReport
        {
            Model = model.Name,
            WeightType = model.WeightType,
            Threads = threads,
            Texts = speed.Texts,
            Tokens = speed.Tokens,
            Seconds = seconds,
            TokensPerSecond = speed.Tokens / seconds,
            Gigaflops = gigaflops,
            PeakGigaflops = peakGigaflops,
            FractionOfPeak = gigaflops / peakGigaflops,
            FileBytes = model.FileBytes,
            PeakMemoryBytes = PeakMemory(),
        };
    }

    public string Format() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        model          {Model} ({WeightType}, {FileBytes / 1e6:N1} MB)
        work           {Texts:N0} texts, {Tokens:N0} tokens in {Seconds:N2} s on {Threads} threads
        speed          {TokensPerSecond:N1} tokens/s
        arithmetic     {Gigaflops:N1} GFLOP/s
        machine peak   {PeakGigaflops:N1} GFLOP/s (fused multiply-adds, measured)
        of the peak    {FractionOfPeak:P1}{(FractionOfPeak > 1 ? " (the machine was busy while its peak was measured)" : "")}
        peak memory    {PeakMemoryBytes / 1e6:N1} MB, mapped file included
        """);

    /// <summary>
    /// What is computed, not what a whole forward pass would be: the last layer needs keys and values of every token, and the rest of the last token only.
    /// A weight is one multiply-add a token; a pair of tokens is two dot products of head size for each head and layer.
    /// </summary>
    private static double FloatingPointOperations(ModelDescription model, BenchmarkSpeed speed)
    {
        double tokens = speed.Tokens;
        var fullLayers = model.LayerCount - 1;
        var layerWeights = (double)model.LayerParameterCount / model.LayerCount;
        var keyValueWeights = 2.0 * model.HiddenSize * model.KeyValueHeadCount * model.HeadSize;
        var weights = (tokens * ((layerWeights * fullLayers) + keyValueWeights)) + (speed.Texts * (layerWeights - keyValueWeights));
        var attention = 2.0 * model.HeadCount * model.HeadSize * (((double)speed.AttentionPairs * fullLayers) + tokens);
        return 2 * (weights + attention);
    }

    /// <summary>Where the system keeps no high-water mark, what is resident now.</summary>
    private static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return Math.Max(process.PeakWorkingSet64, process.WorkingSet64);
    }
}
