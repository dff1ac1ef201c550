using BenchmarkDotNet.Attributes;
using Qwen3.Connectors.Benchmarks.Columns;
using Qwen3.Connectors.Benchmarks.Inputs;

namespace Qwen3.Connectors.Benchmarks;

/// <summary>Attention of a 0.6B layer over one text, by text length.</summary>
public class AttentionBenchmarks : IHasAmounts
{
    private AttentionInput _input = null!;

    [Params(128, 512, 2048, 8192)]
    public int Tokens { get; set; }

    Amounts IHasAmounts.Amounts => new() { Operations = AttentionInput.Operations(Tokens) };

    [GlobalSetup]
    public void Setup()
    {
        MachinePeak.Measure();
        _input = new AttentionInput(Tokens, Environment.ProcessorCount);
    }

    [GlobalCleanup]
    public void Cleanup() => _input.Dispose();

    [Benchmark]
    public void Layer() => _input.Run();
}
