using BenchmarkDotNet.Attributes;
using Qwen3.Connectors.Benchmarks.Inputs;

namespace Qwen3.Connectors.Benchmarks;

/// <summary>Decodes weights to floats by format on one thread, in packed blocks that stay in its cache, as the GEMM does.</summary>
public unsafe class UnpackBenchmarks : IHasAmounts
{
    private const int Rows = LayerShape.Hidden;
    private const int K = LayerShape.Hidden;
    private const int BlockRows = 48;
    private const int BlockK = 256;

    private readonly float[] _block = GC.AllocateArray<float>(BlockRows * BlockK, pinned: true);
    private RandomWeights _weights = null!;

    [ParamsSource(nameof(Formats))]
    public string Format { get; set; } = "";

    public static IEnumerable<string> Formats => WeightFormats.Selected;

    Amounts IHasAmounts.Amounts => new() { Values = (double)Rows * K };

    [GlobalSetup]
    public void Setup() => _weights = new RandomWeights(WeightFormats.Find(Format), Rows, K);

    [Benchmark]
    public void Decode()
    {
        fixed (float* block = _block)
        {
            for (var row = 0; row < Rows; row += BlockRows)
            {
                for (var k = 0; k < K; k += BlockK)
                {
                    _weights.Matrix.DecodeBlock(row, Math.Min(BlockRows, Rows - row), k, BlockK, block, BlockK);
                }
            }
        }
    }
}
