using BenchmarkDotNet.Attributes;
using Qwen3.Connectors.Benchmarks.Inputs;
using Qwen3.Connectors.Cli.Benchmarking.Scenarios;
using Qwen3.Connectors.Engines;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Benchmarks;

/// <summary>
/// 20 documents of 128 tokens for a query, with and without sharing of prompt prefixes. Query and documents are new in every call.
/// </summary>
public class RerankBenchmarks
{
    private Qwen3Reranker _reranker = null!;
    private RerankScenario _scenario = null!;

    /// <summary>Whether prefixes are shared within a call and across calls.</summary>
    [Params(false, true)]
    public bool Sharing { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var options = Sharing ? new InferenceOptions() : new InferenceOptions { SharePrefixes = false, PrefixCacheTokens = 0 };
        var model = RerankerModel.Load(BenchmarkFiles.Reranker, options);
        _reranker = new Qwen3Reranker(new LocalRerankEngine(model));
        var texts = new RandomTextGenerator(text => model.Tokenizer.CountTokens(text));
        _scenario = new RerankScenario("", "", _reranker, texts, textCount: 20, tokensPerDocument: 128);
    }

    [GlobalCleanup]
    public void Cleanup() => _reranker.Dispose();

    [Benchmark(Description = "20 documents of 128 tokens")]
    public object Rerank() => _scenario.CallAsync(CancellationToken.None).GetAwaiter().GetResult();
}
