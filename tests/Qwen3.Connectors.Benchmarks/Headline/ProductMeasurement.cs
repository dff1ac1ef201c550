using System.Diagnostics;
using Qwen3.Connectors.Benchmarks.Inputs;

namespace Qwen3.Connectors.Benchmarks.Headline;

/// <summary>The speed of the matrix products of a layer.</summary>
/// <param name="Format">The weights' format.</param>
/// <param name="Tokens">Columns of the products.</param>
/// <param name="Gigaflops">
/// Billions of floating point operations per second in the fastest of a few runs, as the peak is: a median would depend on other load.
/// </param>
internal sealed record ProductMeasurement(string Format, int Tokens, double Gigaflops)
{
    private const int MaxRuns = 15;

    /// <summary>The columns of a results page.</summary>
    public static IReadOnlyList<int> TokenCounts { get; } = [256, 512];

    /// <summary>Measures a layer after one warm-up run.</summary>
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
