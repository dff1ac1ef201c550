using Microsoft.Extensions.AI;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Embedding;

public class Qwen3EmbeddingGeneratorTests
{
    private const string Canary = "canary-7f3a";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Texts_are_documents_unless_asked_otherwise()
    {
        var engine = new FakeEmbeddingEngine();
        using var generator = new Qwen3EmbeddingGenerator(engine);
        await generator.GenerateAsync(["a", ""], cancellationToken: Cancellation);
        Assert.Equal(["a", ""], engine.Prompts);
        Assert.Equal(EmbeddingRole.Document, generator.Role);
        Assert.Null(generator.Instruction);
    }

    [Fact]
    public async Task A_query_view_puts_the_instruction_in_front()
    {
        var engine = new FakeEmbeddingEngine();
        using var generator = new Qwen3EmbeddingGenerator(engine, new() { QueryInstruction = "own task" });
        await generator.AsQueryGenerator().GenerateAsync(["a"], cancellationToken: Cancellation);
        await generator.AsQueryGenerator("other task").GenerateAsync(["a"], cancellationToken: Cancellation);
        await generator.AsQueryGenerator("other task").AsDocumentGenerator().GenerateAsync(["a"], cancellationToken: Cancellation);
        await generator.GenerateAsync(["a"], cancellationToken: Cancellation);
        Assert.Equal(["Instruct: own task\nQuery:a", "Instruct: other task\nQuery:a", "a", "a"], engine.Prompts);
    }

    [Fact]
    public async Task A_generator_of_role_query_embeds_queries_with_the_cards_instruction()
    {
        var engine = new FakeEmbeddingEngine();
        using var generator = new Qwen3EmbeddingGenerator(engine, new() { Role = EmbeddingRole.Query });
        await generator.GenerateAsync(["a"], cancellationToken: Cancellation);
        Assert.Equal(["Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:a"], engine.Prompts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_empty_instruction_is_refused(string instruction)
    {
        using var generator = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine());
        Assert.Throws<ArgumentException>(() => generator.AsQueryGenerator(instruction));
        Assert.Throws<ArgumentException>(
            () => new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine(), new() { QueryInstruction = instruction }));
    }

    [Fact]
    public async Task Options_are_copied_at_construction()
    {
        var engine = new FakeEmbeddingEngine();
        var options = new Qwen3EmbeddingOptions { MaxTokens = 7, Truncation = Truncation.TruncateStart };
        using var generator = new Qwen3EmbeddingGenerator(engine, options);
        options.MaxTokens = 9;
        options.Role = EmbeddingRole.Query;
        await generator.GenerateAsync(["a"], cancellationToken: Cancellation);
        Assert.Equal(["a"], engine.Prompts);
        Assert.Equal([(7, Truncation.TruncateStart)], engine.Limits);
    }

    [Fact]
    public async Task Too_long_texts_are_refused_by_default()
    {
        var engine = new FakeEmbeddingEngine();
        using var generator = new Qwen3EmbeddingGenerator(engine);
        await generator.GenerateAsync(["a"], cancellationToken: Cancellation);
        Assert.Equal([(null, Truncation.Throw)], engine.Limits);
    }

    [Theory]
    [InlineData(null, 64)]
    [InlineData(64, 64)]
    [InlineData(63, 63)]
    [InlineData(33, 33)]
    [InlineData(32, 32)]
    public async Task Vectors_are_cut_first_and_normalised_after(int? asked, int expected)
    {
        using var generator = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine());
        var vectors = await generator.GenerateAsync(["one", "two"], new() { Dimensions = asked }, Cancellation);
        foreach (var (text, embedding) in new[] { "one", "two" }.Zip(vectors))
        {
            var row = FakeEmbeddingEngine.RowOf(text, 64)[..expected].Select(value => (double)value).ToArray();
            var norm = Math.Sqrt(row.Sum(value => value * value));
            Assert.Equal(expected, embedding.Dimensions);
            Assert.All(embedding.Vector.ToArray().Zip(row), pair => Assert.Equal(pair.Second / norm, pair.First, 1e-7));
            Assert.Equal(1, embedding.Vector.ToArray().Sum(value => (double)value * value), 1e-5);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(65)]
    [InlineData(int.MaxValue)]
    public async Task Other_dimensions_are_refused_with_the_range(int dimensions)
    {
        var engine = new FakeEmbeddingEngine();
        using var generator = new Qwen3EmbeddingGenerator(engine);
        var perCall = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => generator.GenerateAsync(["a"], new() { Dimensions = dimensions }, Cancellation));
        var perGenerator = Assert.Throws<ArgumentOutOfRangeException>(
            () => new Qwen3EmbeddingGenerator(engine, new() { Dimensions = dimensions }));
        Assert.StartsWith($"Dimensions is {dimensions}; this model gives 32 to 64.", perCall.Message, StringComparison.Ordinal);
        Assert.Contains($"Dimensions is {dimensions}; ", perGenerator.Message, StringComparison.Ordinal);
        Assert.Empty(engine.Prompts);
    }

    [Fact]
    public async Task A_calls_dimensions_come_before_the_generators_own()
    {
        using var generator = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine(), new() { Dimensions = 40 });
        Assert.Equal(40, (await generator.GenerateAsync(["a"], cancellationToken: Cancellation))[0].Dimensions);
        Assert.Equal(50, (await generator.GenerateAsync(["a"], new() { Dimensions = 50 }, Cancellation))[0].Dimensions);
        Assert.Equal(40, (await generator.AsQueryGenerator().GenerateAsync(["a"], cancellationToken: Cancellation))[0].Dimensions);
    }

    [Fact]
    public async Task Very_small_and_very_large_rows_are_normalised_too()
    {
        foreach (var scale in new[] { 1e-30f, 1e30f })
        {
            using var generator = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine
            {
                Spoil = (_, row) => row with { Values = row.Values.ToArray().Select(value => value * scale).ToArray() },
            });
            var vector = (await generator.GenerateAsync(["a"], cancellationToken: Cancellation))[0].Vector.ToArray();
            Assert.Equal(1, vector.Sum(value => (double)value * value), 1e-5);
        }
    }

    [Theory]
    [InlineData(float.NaN, 0)]
    [InlineData(float.PositiveInfinity, 31)]
    [InlineData(float.NegativeInfinity, 63)]
    public async Task A_value_that_is_not_finite_is_an_error_that_names_the_text(float value, int position)
    {
        using var generator = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine
        {
            Spoil = (index, row) =>
                index == 1 ? row with { Values = row.Values.ToArray().Select((kept, i) => i == position ? value : kept).ToArray() } : row,
        });
        var exception = await Assert.ThrowsAsync<InvalidOutputException>(
            () => generator.GenerateAsync(["a", Canary], new() { Dimensions = 32 }, Cancellation));
        Assert.Equal(1, exception.Index);
        Assert.Contains("text 1", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_without_length_or_of_another_width_are_errors()
    {
        using var zero = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine { Spoil = (_, row) => row with { Values = new float[64] } });
        Assert.Equal(
            0, (await Assert.ThrowsAsync<InvalidOutputException>(() => zero.GenerateAsync(["a"], cancellationToken: Cancellation))).Index);
        using var narrow = new Qwen3EmbeddingGenerator(
            new FakeEmbeddingEngine { Spoil = (_, row) => row with { Values = row.Values[..63] } });
        Assert.Equal(
            0,
            (await Assert.ThrowsAsync<InvalidOutputException>(() => narrow.GenerateAsync(["a"], cancellationToken: Cancellation))).Index);
    }

    [Fact]
    public async Task An_engine_of_unknown_width_is_cut_by_what_it_gives()
    {
        using var generator = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine { Description = new("remote", "m") });
        Assert.Equal(64, (await generator.GenerateAsync(["a"], cancellationToken: Cancellation))[0].Dimensions);
        Assert.Equal(40, (await generator.GenerateAsync(["a"], new() { Dimensions = 40 }, Cancellation))[0].Dimensions);
        await Assert.ThrowsAsync<InvalidOutputException>(() => generator.GenerateAsync(["a"], new() { Dimensions = 65 }, Cancellation));
    }

    [Fact]
    public async Task Usage_counts_tokens_and_truncated_tokens()
    {
        using var generator = new Qwen3EmbeddingGenerator(
            new FakeEmbeddingEngine { Spoil = (index, row) => row with { TruncatedTokenCount = index * 5 } });
        var before = DateTimeOffset.UtcNow;
        var embeddings = await generator.GenerateAsync(["ab", "abcd"], cancellationToken: Cancellation);
        Assert.Equal(8, embeddings.Usage!.InputTokenCount);
        Assert.Equal(8, embeddings.Usage.TotalTokenCount);
        Assert.Equal(5, embeddings.Usage.AdditionalCounts![Qwen3PropertyNames.TruncatedTokenCount]);
        Assert.Equal([3, 5], embeddings.Select(embedding => (int)embedding.AdditionalProperties![Qwen3PropertyNames.TokenCount]!));
        Assert.Equal([0, 5], embeddings.Select(embedding => (int)embedding.AdditionalProperties![Qwen3PropertyNames.TruncatedTokenCount]!));
        Assert.All(embeddings, embedding => Assert.Equal("fake-model", embedding.ModelId));
        Assert.All(embeddings, embedding => Assert.InRange(embedding.CreatedAt!.Value, before, DateTimeOffset.UtcNow));
    }

    [Fact]
    public async Task Values_are_enumerated_exactly_once()
    {
        var enumerations = 0;
        IEnumerable<string> Values()
        {
            enumerations++;
            yield return "a";
            yield return "b";
        }

        using var generator = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine());
        Assert.Equal(2, (await generator.GenerateAsync(Values(), cancellationToken: Cancellation)).Count);
        Assert.Equal(1, enumerations);
    }

    [Fact]
    public async Task A_fault_of_the_callers_enumeration_reaches_the_caller()
    {
        var engine = new FakeEmbeddingEngine();
        using var generator = new Qwen3EmbeddingGenerator(engine);
        var faulty = new[] { 1, 0 }.Select(value => value == 0 ? throw new InvalidOperationException("theirs") : "a");
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => generator.GenerateAsync(faulty, cancellationToken: Cancellation));
        Assert.Equal("theirs", exception.Message);
        Assert.Empty(engine.Prompts);
    }

    [Fact]
    public async Task No_texts_give_no_embeddings()
    {
        var engine = new FakeEmbeddingEngine();
        using var generator = new Qwen3EmbeddingGenerator(engine);
        var embeddings = await generator.GenerateAsync([], cancellationToken: Cancellation);
        Assert.Empty(embeddings);
        Assert.Equal(0, embeddings.Usage!.InputTokenCount);
        Assert.Empty(engine.Limits);
    }

    [Fact]
    public async Task A_null_text_is_an_error_that_names_its_index()
    {
        using var generator = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine());
        var exception = await Assert.ThrowsAsync<ArgumentException>(
            () => generator.GenerateAsync([Canary, null!], cancellationToken: Cancellation));
        Assert.StartsWith("Text 1 is null", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, exception.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentNullException>(() => generator.GenerateAsync(null!, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Too_few_rows_are_an_error()
    {
        using var generator = new Qwen3EmbeddingGenerator(new ShortEngine());
        var exception = await Assert.ThrowsAsync<InvalidOutputException>(
            () => generator.GenerateAsync(["a", "b"], cancellationToken: Cancellation));
        Assert.Null(exception.Index);
    }

    [Fact]
    public async Task Options_of_a_call_are_never_changed()
    {
        using var generator = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine());
        var options = new EmbeddingGenerationOptions
        {
            Dimensions = 40,
            ModelId = "fake-model",
            AdditionalProperties = new() { ["a"] = "b" },
        };
        await generator.GenerateAsync(["a"], options, Cancellation);
        Assert.Equal((40, "fake-model", 1), (options.Dimensions, options.ModelId, options.AdditionalProperties.Count));
    }

    [Fact]
    public async Task Options_that_name_another_model_are_an_error()
    {
        var engine = new FakeEmbeddingEngine();
        using var generator = new Qwen3EmbeddingGenerator(engine, new() { ModelPath = "folder/file.gguf" });
        foreach (var name in (string[])["fake-model", "Fake-Model", "file", "folder/file.gguf"])
        {
            Assert.Single(await generator.GenerateAsync(["a"], new() { ModelId = name }, Cancellation));
        }

        engine.Prompts.Clear();
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => generator.GenerateAsync(["a"], new() { ModelId = "other-model" },
            Cancellation));
        Assert.Contains("'fake-model'", exception.Message, StringComparison.Ordinal);
        Assert.Empty(engine.Prompts);
    }

    [Fact]
    public async Task A_cancelled_call_does_not_reach_the_engine()
    {
        var engine = new FakeEmbeddingEngine();
        using var generator = new Qwen3EmbeddingGenerator(engine);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => generator.GenerateAsync(["a"], cancellationToken: new CancellationToken(canceled: true)));
        Assert.Empty(engine.Prompts);
        Assert.Single(await generator.GenerateAsync(["a"], cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Many_callers_get_what_one_caller_gets()
    {
        using var generator = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine());
        var query = generator.AsQueryGenerator();
        var alone = await generator.GenerateVectorAsync("text", cancellationToken: Cancellation);
        var aloneQuery = await query.GenerateVectorAsync("text", cancellationToken: Cancellation);
        var all = await Task.WhenAll(
            Enumerable.Range(0, 64).Select(
                i => Task.Run(() => (i % 2 == 0 ? generator : query).GenerateVectorAsync("text", cancellationToken: Cancellation))));
        Assert.All(all.Index(), one => Assert.Equal((one.Index % 2 == 0 ? alone : aloneQuery).ToArray(), one.Item.ToArray()));
    }

    private sealed class ShortEngine : IEmbeddingEngine
    {
        public EngineDescription Description { get; } = new("qwen3.fake", "short");

        public Task<IReadOnlyList<EmbeddedText>> EmbedAsync(
            IReadOnlyList<EmbeddingPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<EmbeddedText>>([new EmbeddedText(new float[32], 1, 0)]);

        public object? GetService(Type serviceType) => null;

        public void Dispose()
        {
        }
    }
}
