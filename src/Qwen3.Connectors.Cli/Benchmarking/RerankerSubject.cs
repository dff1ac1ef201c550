using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>A reranking model to measure.</summary>
/// <param name="reranker">Disposed with this object.</param>
internal sealed class RerankerSubject(Qwen3Reranker reranker) : BenchmarkSubject(Require<ModelDescription>(reranker), Require<Qwen3Tokenizer>(reranker))
{
    private const int DocumentTokens = 128;

    public override IReadOnlyList<Scenario> CreateSuite() => [Create("rerank-1", 1, DocumentTokens), Create("rerank-20", 20, DocumentTokens)];

    public override Scenario CreateScenario(int textCount, int tokens) => Create("custom", textCount, tokens);

    public override SharedTokens? ReadTokens() => SharedTokens.Of((reranker.GetService(typeof(RerankerModel)) as RerankerModel)?.Statistics);

    public override void Dispose() => reranker.Dispose();

    private RerankScenario Create(string name, int documentCount, int tokens) =>
        new(name, $"{documentCount} {(documentCount == 1 ? "document" : "documents")} of {tokens} tokens for a query", reranker, TextMaker, documentCount, tokens);

    private static T Require<T>(Qwen3Reranker reranker)
        where T : class =>
        reranker.GetService(typeof(T)) as T ?? throw new InvalidOperationException($"The reranker's engine tells no {typeof(T).Name}; the managed engine was expected.");
}
