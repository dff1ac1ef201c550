using System.Diagnostics;

namespace Qwen3.Connectors.Cli.Benchmarking.Scenarios;

/// <summary>
/// Reranks new documents for a new query in every call. Calls share the template and the instruction; the documents of a call also
/// share the query.
/// </summary>
internal sealed class RerankScenario(
    string name, string description, Qwen3Reranker reranker, RandomTextGenerator textGenerator, int textCount, int tokensPerDocument)
    : Scenario(name, description, textCount, tokensPerDocument, TemplateTokens + MaxQueryTokens)
{
    // 83 tokens of template and instruction with the vocabulary of Qwen's models; a smaller vocabulary needs more.
    private const int TemplateTokens = 128;
    private const int MinQueryTokens = 8;
    private const int MaxQueryTokens = 16;

    public override async Task<ScenarioCall> CallAsync(CancellationToken cancellationToken)
    {
        var query = textGenerator.Generate(MinQueryTokens, MaxQueryTokens);
        var documents = Enumerable.Range(0, TextCount).Select(_ => textGenerator.Generate(MaxTokens, MaxTokens)).ToList();
        var start = Stopwatch.GetTimestamp();
        var results = await reranker.RerankAsync(query, documents, cancellationToken: cancellationToken).ConfigureAwait(false);
        var elapsed = Stopwatch.GetElapsedTime(start);
        return new ScenarioCall([.. results.Select(result => result.TokenCount)], elapsed);
    }
}
