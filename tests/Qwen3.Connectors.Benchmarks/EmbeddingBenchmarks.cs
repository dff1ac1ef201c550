using BenchmarkDotNet.Attributes;
using Qwen3.Connectors.Benchmarks.Inputs;
using Qwen3.Connectors.Cli.Benchmarking.Scenarios;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Benchmarks;

/// <summary>
/// Whole calls of an embedding model. Every call makes new texts, in microseconds, because equal texts are computed once.
/// </summary>
public class EmbeddingBenchmarks
{
    private EmbeddingModel _model = null!;
    private RandomTextGenerator _textMaker = null!;

    [GlobalSetup]
    public void Setup()
    {
        _model = EmbeddingModel.Load(BenchmarkFiles.Embedding);
        _textMaker = new RandomTextGenerator(text => _model.Tokenizer.CountTokens(text));
    }

    [GlobalCleanup]
    public void Cleanup() => _model.Dispose();

    [Benchmark(Description = "1 text of 8 to 16 tokens")]
    public object ShortText() => Embed(1, 8, 16);

    [Benchmark(Description = "1 text of 512 tokens")]
    public object Text512() => Embed(1, 512, 512);

    [Benchmark(Description = "1 text of 2048 tokens")]
    public object Text2048() => Embed(1, 2048, 2048);

    [Benchmark(Description = "32 texts of 96 to 160 tokens")]
    public object ManyTexts() => Embed(32, 96, 160);

    private IReadOnlyList<EmbeddedText> Embed(int count, int minTokens, int maxTokens) =>
        _model.EmbedAsync([.. Enumerable.Range(0, count).Select(_ => _textMaker.Generate(minTokens, maxTokens))]).GetAwaiter().GetResult();
}
