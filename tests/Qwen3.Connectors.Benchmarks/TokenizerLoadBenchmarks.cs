using BenchmarkDotNet.Attributes;
using Qwen3.Connectors.Benchmarks.Inputs;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Benchmarks;

/// <summary>Builds the tokenizer's tables from a file's vocabulary; use a file with the full vocabulary.</summary>
public class TokenizerLoadBenchmarks
{
    private readonly string _path = BenchmarkFiles.Vocabulary;

    [Benchmark]
    public Qwen3Tokenizer Load() => Qwen3Tokenizer.Load(_path);
}
