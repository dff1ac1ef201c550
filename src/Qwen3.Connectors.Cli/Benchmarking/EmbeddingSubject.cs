using Microsoft.Extensions.AI;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>An embedding model to measure.</summary>
/// <param name="generator">Disposed with this object.</param>
internal sealed class EmbeddingSubject(Qwen3EmbeddingGenerator generator)
    : BenchmarkSubject(generator.GetRequiredService<ModelDescription>(), generator.GetRequiredService<Qwen3Tokenizer>())
{
    // The web search sentence has 20 with the vocabulary of the models by Qwen, more with a smaller one.
    private const int InstructionTokens = 40;

    public override IReadOnlyList<Scenario> CreateSuite() =>
    [
        new EmbeddingScenario("short-text", "1 text of 8 to 16 tokens", generator, TextMaker, 1, QueryMinTokens, QueryMaxTokens),
        new EmbeddingScenario("query", "1 query of 8 to 16 tokens and its instruction", generator.AsQueryGenerator(), TextMaker, 1, QueryMinTokens, QueryMaxTokens, InstructionTokens),
        new EmbeddingScenario("one-512", "1 text of 512 tokens", generator, TextMaker, 1, 512, 512),
        new EmbeddingScenario("many-128", "32 texts of 96 to 160 tokens", generator, TextMaker, 32, 96, 160),
        new EmbeddingScenario("one-2048", "1 text of 2048 tokens", generator, TextMaker, 1, 2048, 2048),
    ];

    public override Scenario CreateScenario(int textCount, int tokens) =>
        new EmbeddingScenario("custom", $"{textCount} {(textCount == 1 ? "text" : "texts")} of {tokens} tokens", generator, TextMaker, textCount, tokens, tokens);

    public override SharedTokens? ReadTokens() => SharedTokens.Of(generator.GetService<EmbeddingModel>()?.Statistics);

    public override void Dispose() => generator.Dispose();
}
