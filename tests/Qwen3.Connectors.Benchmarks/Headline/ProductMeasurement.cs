using System.Diagnostics;
using Qwen3.Connectors.Benchmarks.Inputs;

namespace Qwen3.Connectors.Benchmarks.Headline;

/// <summary>The speed of a layer's products.</summary>
/// <param name="Format">The weights' format.</param>
/// <param name="Tokens">Columns of the products.</param>
/// <param name="Gigaflops">Billions of floating point operations a second, by the fastest of a few runs, as the peak beside it is: on a shared machine both say what the CPU can do, and a median what others left of it.</param>
internal sealed record ProductMeasurement(string Format, int Tokens, double Gigaflops)
{
    private const int MaxRuns = 15;

    /// <summary>What a results page has columns for.</summary>
    public static IReadOnlyList<int> TokenCounts { get; } = [256, 512];

    /// <summary>Measures a layer after a first run that isn't counted.</summary>
    /// <param name="format">The weights' format.</param>
    /// <param name="tokens">Columns of the products.</param>
    /// <param name="duration">After how long no other run is begun.</param>
    public static ProductMeasurement Measure(string format, int tokens, TimeSpan duration)
    {
        using var products = new LayerProducts(WeightFormats.Find(format), tokens, Environment.ProcessorCount);
        products.Run();
        var fastest = double.MaxValue;
        var begin = Stopwatch.GetTimestamp();
        for (var run = 0; run == 0 || (run < MaxRuns && Stopwatch.GetElapsedTime(begin) < duration); run++)
        {
            var start = Stopwatch.GetTimestamp();
            products.Run();
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return new ProductMeasurement(format, tokens, LayerProducts.Operations(tokens) / fastest / 1e9);
    }
}
