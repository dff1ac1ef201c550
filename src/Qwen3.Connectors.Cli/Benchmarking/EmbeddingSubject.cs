using Microsoft.Extensions.AI;
using Qwen3.Connectors.Cli.Benchmarking.Scenarios;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>An embedding model to measure.</summary>
/// <param name="generator">Disposed by this object.</param>
internal sealed class EmbeddingSubject(Qwen3EmbeddingGenerator generator)
    : BenchmarkSubject(generator.GetRequiredService<ModelDescription>(), generator.GetRequiredService<Qwen3Tokenizer>())
{
    // 20 tokens with the vocabulary of Qwen's models; a smaller vocabulary needs more.
    private const int InstructionTokens = 40;

    public override IReadOnlyList<Scenario> CreateSuite() =>
    [
        new EmbeddingScenario("short-text", "1 text of 8 to 16 tokens", generator, TextGenerator, 1, QueryMinTokens, QueryMaxTokens),
        new EmbeddingScenario(
            "query",
            "1 query of 8 to 16 tokens and its instruction",
            generator.AsQueryGenerator(),
            TextGenerator,
            1,
            QueryMinTokens,
            QueryMaxTokens,
            InstructionTokens),
        new EmbeddingScenario("one-512", "1 text of 512 tokens", generator, TextGenerator, 1, 512, 512),
        new EmbeddingScenario("many-128", "32 texts of 96 to 160 tokens", generator, TextGenerator, 32, 96, 160),
        new EmbeddingScenario("one-2048", "1 text of 2048 tokens", generator, TextGenerator, 1, 2048, 2048),
    ];

    public override Scenario CreateScenario(int textCount, int tokens)
    {
        var description = $"{textCount} {(textCount == 1 ? "text" : "texts")} of {tokens} tokens";
        return new EmbeddingScenario("custom", description, generator, TextGenerator, textCount, tokens, tokens);
    }

    public override SharedTokens? ReadTokens() => SharedTokens.From(generator.GetService<EmbeddingModel>()?.Statistics);

    public override void Dispose() => generator.Dispose();
}
