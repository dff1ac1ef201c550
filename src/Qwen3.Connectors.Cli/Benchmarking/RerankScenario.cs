using System.Diagnostics;

namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>Reranks documents against a query, all of them new in every call: what calls share is the template and the instruction, what documents share is the query too.</summary>
internal sealed class RerankScenario(string name, string description, Qwen3Reranker reranker, TextMaker textMaker, int textCount, int tokensPerDocument)
    : Scenario(name, description, textCount, tokensPerDocument, TemplateTokens + MaxQueryTokens)
{
    // Template and instruction have 83 with the vocabulary of the models by Qwen, more with a smaller one.
    private const int TemplateTokens = 128;
    private const int MinQueryTokens = 8;
    private const int MaxQueryTokens = 16;

    public override async Task<ScenarioCall> CallAsync(CancellationToken cancellationToken)
    {
        var query = textMaker.Make(MinQueryTokens, MaxQueryTokens);
        var documents = Enumerable.Range(0, TextCount).Select(_ => textMaker.Make(MaxTokens, MaxTokens)).ToList();
        var start = Stopwatch.GetTimestamp();
        var results = await reranker.RerankAsync(query, documents, cancellationToken: cancellationToken).ConfigureAwait(false);
        var elapsed = Stopwatch.GetElapsedTime(start);
        return new ScenarioCall([.. results.Select(result => result.TokenCount)], elapsed);
    }
}
