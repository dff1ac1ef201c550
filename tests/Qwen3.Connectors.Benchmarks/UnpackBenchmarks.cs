using BenchmarkDotNet.Attributes;
using Qwen3.Connectors.Benchmarks.Inputs;

namespace Qwen3.Connectors.Benchmarks;

/// <summary>Weights to floats, by format: one thread, in slabs that stay in its cache, as the products decode them.</summary>
public unsafe class UnpackBenchmarks : IHasAmounts
{
    private const int Rows = LayerShape.Hidden;
    private const int Depth = LayerShape.Hidden;
    private const int SlabRows = 48;
    private const int SlabDepth = 256;

    private readonly float[] _slab = GC.AllocateArray<float>(SlabRows * SlabDepth, pinned: true);
    private RandomWeights _weights = null!;

    [ParamsSource(nameof(Formats))]
    public string Format { get; set; } = "";

    public static IEnumerable<string> Formats => WeightFormats.Selected;

    Amounts IHasAmounts.Amounts => new() { Values = (double)Rows * Depth };

    [GlobalSetup]
    public void Setup() => _weights = new RandomWeights(WeightFormats.Find(Format), Rows, Depth);

    [Benchmark]
    public void Decode()
    {
        fixed (float* slab = _slab)
        {
            for (var row = 0; row < Rows; row += SlabRows)
            {
                for (var depth = 0; depth < Depth; depth += SlabDepth)
                {
                    _weights.Matrix.DecodeBlock(row, Math.Min(SlabRows, Rows - row), depth, SlabDepth, slab, SlabDepth);
                }
            }
        }
    }
}
