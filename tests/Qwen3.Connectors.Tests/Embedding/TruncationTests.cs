using Microsoft.Extensions.AI;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Embedding;

/// <summary>Texts around their limit, on the bundled model.</summary>
public sealed class TruncationTests : IDisposable
{
    private const int Limit = 24;
    private readonly Qwen3EmbeddingGenerator _whole = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<EmbeddingRole, Truncation> Policies => new(
        from role in Enum.GetValues<EmbeddingRole>()
        from truncation in Enum.GetValues<Truncation>()
        select (role, truncation));

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task At_its_limit_a_text_is_whole_and_beyond_it_the_policy_counts(EmbeddingRole role, Truncation truncation)
    {
        using var generator = Limited(role, "find it", truncation);
        for (var surplus = -1; surplus <= 2; surplus++)
        {
            var text = TextOf(Limit - 1 - HeadTokens(role, "find it") + surplus);
            if (surplus > 0 && truncation == Truncation.Throw)
            {
                var exception = await Assert.ThrowsAsync<ArgumentException>(
                    () => generator.GenerateAsync([text], cancellationToken: Cancellation));
                Assert.DoesNotContain("word", exception.ToString(), StringComparison.Ordinal);
                continue;
            }

            var embeddings = await generator.GenerateAsync([text], cancellationToken: Cancellation);
            Assert.Equal(Math.Max(0, surplus), embeddings.Usage!.AdditionalCounts![Qwen3PropertyNames.TruncatedTokenCount]);
            Assert.Equal(Math.Min(Limit, Limit + surplus), embeddings.Usage.InputTokenCount);
            Assert.Equal(Math.Max(0, surplus), embeddings[0].AdditionalProperties![Qwen3PropertyNames.TruncatedTokenCount]);
        }
    }

    [Fact]
    public async Task A_query_whose_start_is_truncated_keeps_its_instruction()
    {
        using var cutting = Limited(EmbeddingRole.Query, "find it", Truncation.TruncateStart);
        using var queries = _whole.AsQueryGenerator("find it");
        var kept = TextOf(Limit - 1 - HeadTokens(EmbeddingRole.Query, "find it"));
        var cut = await cutting.GenerateVectorAsync("something else entirely" + kept, cancellationToken: Cancellation);
        var whole = await queries.GenerateVectorAsync(kept, cancellationToken: Cancellation);
        VectorAssert.SameDirection([.. whole.ToArray().Select(value => (double)value)], cut, minimum: 0.999999);
    }

    [Theory]
    [InlineData(Truncation.TruncateEnd)]
    [InlineData(Truncation.TruncateStart)]
    public async Task An_instruction_that_leaves_no_tokens_is_an_error(Truncation truncation)
    {
        using var generator = Limited(EmbeddingRole.Query, "canary" + TextOf(Limit), truncation);
        var exception = await Assert.ThrowsAsync<ArgumentException>(
            () => generator.GenerateAsync(["query"], cancellationToken: Cancellation));
        Assert.Contains("never truncated", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_without_a_tokenizer_gets_prefix_and_text_apart_and_counts_no_tokens()
    {
        var engine = new FakeEmbeddingEngine();
        using var generator = new Qwen3EmbeddingGenerator(
            engine, new() { Role = EmbeddingRole.Query, QueryInstruction = "find", Truncation = Truncation.TruncateStart });
        await generator.GenerateAsync(["a"], cancellationToken: Cancellation);
        Assert.Equal(
            ("Instruct: find\nQuery:a", Truncation.TruncateStart),
            (Assert.Single(engine.Prompts), Assert.Single(engine.Limits).Truncation));
        await Assert.ThrowsAsync<NotSupportedException>(async () => await generator.CountTokensAsync("a", Cancellation));
    }

    public void Dispose() => _whole.Dispose();

    private static string TextOf(int tokens) => string.Concat(Enumerable.Repeat(" word", tokens));

    private int HeadTokens(EmbeddingRole role, string instruction) =>
        role == EmbeddingRole.Query ? _whole.GetRequiredService<Qwen3Tokenizer>().CountTokens($"Instruct: {instruction}\nQuery:") : 0;

    private Qwen3EmbeddingGenerator Limited(EmbeddingRole role, string instruction, Truncation truncation) => new(
        _whole.GetRequiredService<IEmbeddingEngine>(),
        new() { Role = role, QueryInstruction = instruction, MaxTokens = Limit, Truncation = truncation },
        leaveEngineOpen: true);
}
