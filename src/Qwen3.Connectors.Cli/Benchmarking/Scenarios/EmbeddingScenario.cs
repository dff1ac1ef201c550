using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Cli.Benchmarking.Scenarios;

/// <summary>Embeds new texts in every call. They share only the prompt of the generator's role.</summary>
internal sealed class EmbeddingScenario(
    string name,
    string description,
    Qwen3EmbeddingGenerator generator,
    RandomTextGenerator textGenerator,
    int textCount,
    int minTokens,
    int maxTokens,
    int promptTokens = 0)
    : Scenario(name, description, textCount, maxTokens, promptTokens)
{
    public override async Task<ScenarioCall> CallAsync(CancellationToken cancellationToken)
    {
        var texts = Enumerable.Range(0, TextCount).Select(_ => textGenerator.Generate(minTokens, MaxTokens)).ToList();
        var start = Stopwatch.GetTimestamp();
        var embeddings = await generator.GenerateAsync(texts, cancellationToken: cancellationToken).ConfigureAwait(false);
        var elapsed = Stopwatch.GetElapsedTime(start);
        return new ScenarioCall([.. embeddings.Select(TokenCount)], elapsed);
    }

    private static int TokenCount(Embedding<float> embedding) => (int)embedding.AdditionalProperties![Qwen3PropertyNames.TokenCount]!;
}
