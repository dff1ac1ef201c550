using BenchmarkDotNet.Attributes;
using Qwen3.Connectors.Benchmarks.Inputs;
using Qwen3.Connectors.Cli.Benchmarking.Scenarios;
using Qwen3.Connectors.Engines;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Benchmarks;

/// <summary>
/// A query of 8 words with its instruction: warm (keys and values of the instruction are cached) and cold (no prefix cache).
/// </summary>
public class QueryBenchmarks
{
    private const int Words = 8;

    private Qwen3EmbeddingGenerator _generator = null!;
    private EmbeddingScenario _scenario = null!;

    [Params(false, true)]
    public bool Warm { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var options = Warm ? new InferenceOptions() : new InferenceOptions { PrefixCacheTokens = 0 };
        var model = EmbeddingModel.Load(BenchmarkFiles.Embedding, options);
        _generator = new Qwen3EmbeddingGenerator(new LocalEmbeddingEngine(model), new Qwen3EmbeddingOptions { Role = EmbeddingRole.Query });

        // Each word counts as one token, and the end token as another.
        _scenario = new EmbeddingScenario("", "", _generator, new RandomTextGenerator(_ => 1), textCount: 1, Words + 1, Words + 1);
    }

    [GlobalCleanup]
    public void Cleanup() => _generator.Dispose();

    [Benchmark(Description = "1 query of 8 words")]
    public object Query() => _scenario.CallAsync(CancellationToken.None).GetAwaiter().GetResult();
}
