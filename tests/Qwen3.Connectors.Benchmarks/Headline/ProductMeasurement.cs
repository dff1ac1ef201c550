using System.Diagnostics;
using Qwen3.Connectors.Benchmarks.Inputs;

namespace Qwen3.Connectors.Benchmarks.Headline;

/// <summary>The speed of a layer's products.</summary>
/// <param name="Format">The weights' format.</param>
/// <param name="Tokens">Columns of the products.</param>
/// <param name="Gigaflops">Billions of floating point operations a second, by the median of a few runs.</param>
internal sealed record ProductMeasurement(string Format, int Tokens, double Gigaflops)
{
    private const int Runs = 7;

    /// <summary>What a results page has columns for.</summary>
    public static IReadOnlyList<int> TokenCounts { get; } = [256, 512];

    public static ProductMeasurement Measure(string format, int tokens)
    {
        using var products = new LayerProducts(WeightFormats.Find(format), tokens, Environment.ProcessorCount);
        products.Run();
        var times = new double[Runs];
        foreach (ref var time in times.AsSpan())
        {
            var start = Stopwatch.GetTimestamp();
            products.Run();
            time = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Array.Sort(times);
        return new ProductMeasurement(format, tokens, LayerProducts.Operations(tokens) / times[Runs / 2] / 1e9);
    }
}
