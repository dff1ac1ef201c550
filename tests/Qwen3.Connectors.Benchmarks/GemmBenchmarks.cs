using BenchmarkDotNet.Attributes;
using Qwen3.Connectors.Benchmarks.Columns;
using Qwen3.Connectors.Benchmarks.Inputs;

namespace Qwen3.Connectors.Benchmarks;

/// <summary>All matrix products of a 0.6B layer, by weight format and number of tokens (M).</summary>
public class GemmBenchmarks : IHasAmounts
{
    private LayerProducts _products = null!;

    [ParamsSource(nameof(Formats))]
    public string Format { get; set; } = "";

    [Params(1, 8, 16, 64, 256, 512, 1024)]
    public int Tokens { get; set; }

    public static IEnumerable<string> Formats => WeightFormats.Selected;

    Amounts IHasAmounts.Amounts =>
        new() { Operations = LayerProducts.Operations(Tokens), Bytes = LayerProducts.WeightBytes(WeightFormats.Find(Format)) };

    [GlobalSetup]
    public void Setup()
    {
        MachinePeak.Measure();
        _products = new LayerProducts(WeightFormats.Find(Format), Tokens, Environment.ProcessorCount);
    }

    [GlobalCleanup]
    public void Cleanup() => _products.Dispose();

    [Benchmark]
    public void Layer() => _products.Run();
}
