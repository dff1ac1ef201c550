using Qwen3.Connectors.Cli.Benchmarking.Scenarios;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>A reranker to measure.</summary>
/// <param name="reranker">Disposed by this object.</param>
internal sealed class RerankerSubject(Qwen3Reranker reranker)
    : BenchmarkSubject(Require<ModelDescription>(reranker), Require<Qwen3Tokenizer>(reranker))
{
    private const int DocumentTokens = 128;

    public override IReadOnlyList<Scenario> CreateSuite() =>
        [Create("rerank-1", 1, DocumentTokens), Create("rerank-20", 20, DocumentTokens)];

    public override Scenario CreateScenario(int textCount, int tokens) => Create("custom", textCount, tokens);

    public override SharedTokens? ReadTokens() =>
        SharedTokens.From((reranker.GetService(typeof(RerankerModel)) as RerankerModel)?.Statistics);

    public override void Dispose() => reranker.Dispose();

    private RerankScenario Create(string name, int documentCount, int tokens)
    {
        var description = $"{documentCount} {(documentCount == 1 ? "document" : "documents")} of {tokens} tokens for a query";
        return new(name, description, reranker, TextGenerator, documentCount, tokens);
    }

    private static T Require<T>(Qwen3Reranker reranker)
        where T : class =>
        reranker.GetService(typeof(T)) as T
        ?? throw new InvalidOperationException($"The engine provides no {typeof(T).Name}; expected the managed engine. This is a bug.");
}
