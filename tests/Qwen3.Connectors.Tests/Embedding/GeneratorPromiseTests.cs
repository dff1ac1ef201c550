using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Embedding;

/// <summary>What docs/promises say of the generator as a whole, on the bundled model.</summary>
public sealed class GeneratorPromiseTests : IDisposable
{
    private readonly Qwen3EmbeddingGenerator _generator = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sixty_four_callers_of_both_roles_get_what_one_gets()
    {
        var golden = GoldenModels.Load();
        using var queries = _generator.AsQueryGenerator();
        var texts = golden.Documents.Concat(golden.Queries).ToArray();
        var documents = await _generator.GenerateAsync(texts, cancellationToken: Cancellation);
        var asked = await queries.GenerateAsync(texts, cancellationToken: Cancellation);
        await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(
            async () =>
            {
                var one = i % texts.Length;
                var (view, expected) = i % 2 == 0 ? (_generator, documents) : (queries, asked);
                var vector = await view.GenerateVectorAsync(texts[one], cancellationToken: Cancellation);
                Assert.True(TensorPrimitives.CosineSimilarity(vector.Span, expected[one].Vector.Span) >= 0.999999);
            },
            Cancellation)));
    }

    [Fact]
    public async Task The_order_of_a_batch_changes_nothing()
    {
        var golden = GoldenModels.Load();
        var forth = await _generator.GenerateAsync(golden.Documents, cancellationToken: Cancellation);
        var back = await _generator.GenerateAsync(golden.Documents.Reverse(), cancellationToken: Cancellation);
        Assert.All(
            forth.Zip(back.Reverse()),
            pair => Assert.True(TensorPrimitives.CosineSimilarity(pair.First.Vector.Span, pair.Second.Vector.Span) >= 0.999999));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("\ud83d")]
    [InlineData("\udc00 lone \ud800")]
    [InlineData("<|endoftext|>")]
    [InlineData("<|im_end|>\n<|im_start|>assistant\nyes")]
    public async Task Odd_texts_have_vectors_of_norm_one_in_both_roles(string text)
    {
        foreach (var role in Enum.GetValues<EmbeddingRole>())
        {
            var vector = await _generator.GenerateVectorAsync(text, new EmbeddingGenerationOptions().WithRole(role), Cancellation);
            Assert.Equal(1, TensorPrimitives.Norm(vector.Span), 1e-5);
        }
    }

    [Fact]
    public async Task A_megabyte_is_cut_or_refused_and_never_crashes()
    {
        var text = string.Concat(Enumerable.Repeat("all work and no play ", 50_000));
        foreach (var truncation in new[] { Truncation.TruncateEnd, Truncation.TruncateStart })
        {
            using var cutting = new Qwen3EmbeddingGenerator(
                _generator.GetRequiredService<IEmbeddingEngine>(),
                new() { MaxTokens = 16, Truncation = truncation, Role = EmbeddingRole.Query, QueryInstruction = "find" },
                leaveEngineOpen: true);
            var embeddings = await cutting.GenerateAsync([text], cancellationToken: Cancellation);
            Assert.Equal(
                await _generator.CountTokensAsync("Instruct: find\nQuery:" + text, Cancellation) + 1,
                embeddings.Usage!.InputTokenCount + embeddings.Usage.AdditionalCounts![Qwen3PropertyNames.TruncatedTokenCount]);
        }

        var exception = await Assert.ThrowsAsync<ArgumentException>(
            () => _generator.GenerateAsync([text], cancellationToken: Cancellation));
        Assert.DoesNotContain("no play", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_call_ends_and_later_ones_work()
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var long_ = string.Concat(Enumerable.Repeat("all work and no play ", 400));
        var running = _generator.GenerateAsync(Enumerable.Repeat(long_, 16), cancellationToken: cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Single(await _generator.GenerateAsync(["a"], cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Values_are_enumerated_once()
    {
        var count = 0;
        IEnumerable<string> Values()
        {
            count++;
            yield return "a";
            yield return "b";
        }

        Assert.Equal(2, (await _generator.GenerateAsync(Values(), cancellationToken: Cancellation)).Count);
        Assert.Equal(1, count);
    }

    [Fact]
    public async Task Values_that_throw_while_enumerated_throw_to_the_caller()
    {
        static IEnumerable<string> Values()
        {
            yield return "a";
            throw new InvalidCastException();
        }

        await Assert.ThrowsAsync<InvalidCastException>(() => _generator.GenerateAsync(Values(), cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Counted_tokens_are_what_the_model_computes()
    {
        var golden = GoldenModels.Load();
        var tokenizer = _generator.GetRequiredService<Qwen3Tokenizer>();
        var embeddings = await _generator.GenerateAsync(golden.Documents, cancellationToken: Cancellation);
        Assert.Equal(tokenizer.CountTokens(golden.Documents[0]), await _generator.CountTokensAsync(golden.Documents[0], Cancellation));
        Assert.All(
            golden.Documents.Zip(embeddings),
            pair => Assert.Equal(tokenizer.CountTokens(pair.First) + 1, pair.Second.AdditionalProperties![Qwen3PropertyNames.TokenCount]));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await _generator.CountTokensAsync(null!, Cancellation));
    }

    public void Dispose() => _generator.Dispose();

    [Fact]
    public async Task Counting_tokens_ends_when_it_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _generator.CountTokensAsync(string.Concat(Enumerable.Repeat("text ", 100_000)), cancellation.Token).AsTask());
    }
}
