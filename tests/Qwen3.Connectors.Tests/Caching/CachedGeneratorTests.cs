using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Embedding;

namespace Qwen3.Connectors.Tests.Caching;

/// <summary>A cache in front of a generator changes no result: not the vector's role, not a bit, not the token counts.</summary>
public sealed class CachedGeneratorTests
{
    private const string Text = "What is the capital of China?";

    private static readonly GoldenModels s_golden = GoldenModels.Load();

    private readonly RecordingCache _cache = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_query_never_gets_the_vector_of_a_document_with_the_same_text()
    {
        using var generator = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        using var documents = generator.AsDocumentGenerator().WithCache(_cache);
        using var queries = generator.AsQueryGenerator().WithCache(_cache);
        for (var round = 0; round < 2; round++)
        {
            var document = await documents.GenerateVectorAsync(s_golden.Queries[0], cancellationToken: Cancellation);
            var query = await queries.GenerateVectorAsync(s_golden.Queries[0], cancellationToken: Cancellation);
            Assert.True(TensorPrimitives.Dot(document.Span, query.Span) < 0.99f);
            VectorAssert.SameDirection(s_golden.QueryEmbeddings[0], query);
        }

        Assert.Equal(2, _cache.Entries.Count);
    }

    [Fact]
    public async Task The_query_view_of_a_cached_generator_embeds_queries_through_the_same_cache()
    {
        using var generator = Counting(out var counting);
        var cached = counting.WithCache(_cache);
        var queries = cached.AsQueryGenerator();
        var other = cached.AsQueryGenerator("Find the opposite");
        var vectors = new List<ReadOnlyMemory<float>>();
        foreach (var view in (CachedEmbeddingGenerator[])[cached, queries, other, queries.AsDocumentGenerator(), cached.AsQueryGenerator()])
        {
            vectors.Add(await view.GenerateVectorAsync(Text, cancellationToken: Cancellation));
        }

        Assert.Equal(3, counting.Calls.Count);
        Assert.Equal(vectors[0].ToArray(), vectors[3].ToArray());
        Assert.Equal(vectors[1].ToArray(), vectors[4].ToArray());
        Assert.Equal(await Vector(generator.AsQueryGenerator()), vectors[1].ToArray());
        Assert.Equal(await Vector(generator.AsQueryGenerator("Find the opposite")), vectors[2].ToArray());
        Assert.Equal(EmbeddingRole.Query, queries.GetService<Qwen3EmbeddingGenerator>()!.Role);
        Assert.Equal("Find the opposite", other.GetService<Qwen3EmbeddingGenerator>()!.Instruction);

        static async Task<float[]> Vector(Qwen3EmbeddingGenerator view) =>
            (await view.GenerateVectorAsync(Text, cancellationToken: Cancellation)).ToArray();
    }

    [Fact]
    public async Task Role_and_instruction_of_a_call_are_part_of_its_keys()
    {
        using var generator = Counting(out var counting);
        var cached = counting.WithCache(_cache);
        var options = new EmbeddingGenerationOptions();
        await cached.GenerateAsync([Text], options, Cancellation);
        var query = await cached.GenerateAsync([Text], options.WithRole(EmbeddingRole.Query), Cancellation);
        await cached.GenerateAsync([Text], options.WithInstruction("Find the opposite"), Cancellation);
        await cached.GenerateAsync([Text], new() { Dimensions = 32 }, Cancellation);
        await cached.GenerateAsync([Text], options.WithTruncation(Truncation.TruncateEnd), Cancellation);
        Assert.Equal(5, counting.Calls.Count);

        // The same as the view, the same as the default, the same as the full width: no call.
        Assert.Equal(
            query[0].Vector.ToArray(),
            (await cached.AsQueryGenerator().GenerateVectorAsync(Text, cancellationToken: Cancellation)).ToArray());
        await cached.GenerateAsync([Text], options.WithRole(EmbeddingRole.Document), Cancellation);
        await cached.GenerateAsync([Text], new() { Dimensions = 64 }, Cancellation);
        Assert.Equal(5, counting.Calls.Count);
    }

    [Fact]
    public async Task Another_model_has_other_keys_and_the_same_model_the_same()
    {
        foreach (var (model, maxTokens) in ((string, int?)[])[("a", null), ("a", null), ("b", null), ("a", 100)])
        {
            var engine = new FakeEmbeddingEngine { Description = new("qwen3.fake", model) { Dimensions = 64 } };
            using var cached = new Qwen3EmbeddingGenerator(engine, new() { MaxTokens = maxTokens }).WithCache(_cache);
            await cached.GenerateAsync([Text], cancellationToken: Cancellation);
        }

        Assert.Equal(3, _cache.Entries.Count);
    }

    [Fact]
    public async Task A_hit_has_every_bit_and_every_count_of_the_computed_embedding()
    {
        using var generator = Qwen3EmbeddingGenerator.Load(
            GoldenModels.EmbeddingFile, new() { MaxTokens = 5, Truncation = Truncation.TruncateEnd });
        using var cached = generator.AsDocumentGenerator().WithCache(_cache);
        string[] texts = [s_golden.Documents[0], "short"];
        var computed = await cached.GenerateAsync(texts, cancellationToken: Cancellation);
        var hit = await cached.GenerateAsync(texts, cancellationToken: Cancellation);
        var plain = await generator.GenerateAsync(texts, cancellationToken: Cancellation);
        for (var i = 0; i < texts.Length; i++)
        {
            Assert.Equal(Bits(computed[i]), Bits(hit[i]));
            Assert.Equal(Bits(plain[i]), Bits(hit[i]));
            Assert.Equal(plain[i].ModelId, hit[i].ModelId);
            Assert.Equal(computed[i].CreatedAt, hit[i].CreatedAt);
            Assert.Equal(plain[i].AdditionalProperties!.ToDictionary(), hit[i].AdditionalProperties!.ToDictionary());
        }

        Assert.True(hit[0].GetTruncatedTokenCount() > 0);
        Assert.Equal(plain.Usage!.InputTokenCount, hit.Usage!.InputTokenCount);
        Assert.Equal(plain.Usage.AdditionalCounts!.ToDictionary(), hit.Usage.AdditionalCounts!.ToDictionary());
        Assert.Equal((0, plain.Usage.InputTokenCount), (computed.Usage!.CachedInputTokenCount, hit.Usage.CachedInputTokenCount));

        static int[] Bits(Embedding<float> embedding) => [.. embedding.Vector.ToArray().Select(BitConverter.SingleToInt32Bits)];
    }

    [Fact]
    public async Task Missing_texts_are_computed_in_one_call_and_results_are_in_the_order_of_the_texts()
    {
        using var generator = Counting(out var counting);
        var cached = counting.WithCache(_cache);
        await cached.GenerateAsync(["b", "d"], cancellationToken: Cancellation);
        string[] texts = ["a", "b", "c", "a", "d", "e", "c"];
        var embeddings = await cached.GenerateAsync(texts, cancellationToken: Cancellation);
        Assert.Equal([["b", "d"], ["a", "c", "e"]], counting.Calls);
        var plain = await generator.GenerateAsync(texts, cancellationToken: Cancellation);
        Assert.Equal(plain.Select(embedding => embedding.Vector.ToArray()), embeddings.Select(embedding => embedding.Vector.ToArray()));
        Assert.Equal(plain.Usage!.InputTokenCount, embeddings.Usage!.InputTokenCount);
    }

    [Fact]
    public async Task No_texts_are_no_embeddings_and_a_sequence_is_enumerated_once()
    {
        using var generator = Counting(out var counting);
        var cached = counting.WithCache(_cache);
        Assert.Empty(await cached.GenerateAsync([], cancellationToken: Cancellation));
        var enumerations = 0;
        Assert.Equal(2, (await cached.GenerateAsync(Texts(), cancellationToken: Cancellation)).Count);
        Assert.Equal(1, enumerations);

        IEnumerable<string> Texts()
        {
            enumerations++;
            yield return "a";
            yield return "b";
        }
    }

    [Fact]
    public async Task Texts_that_differ_in_anything_have_different_keys()
    {
        using var generator = Counting(out var counting);
        var cached = counting.WithCache(_cache);
        string[] texts =
            ["", " ", "a", "A", "a ", "a\0", "\ud800", "\ud801", "\udc00", "\ufffd", "e\u0301", "\u00e9", new string('a', 100_000)];
        await cached.GenerateAsync(texts, cancellationToken: Cancellation);
        Assert.Equal(texts.Length, _cache.Entries.Count);
        Assert.All(_cache.Entries.Keys, key => Assert.Matches("^qwen3:[0-9a-f]{64}$", key));
    }

    [Fact]
    public async Task What_the_generator_rejects_is_rejected_on_a_hit_too()
    {
        using var generator = Counting(out var counting);
        var cached = counting.WithCache(_cache);
        await cached.GenerateAsync([Text], cancellationToken: Cancellation);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => cached.GenerateAsync([Text], new() { Dimensions = 7 }, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => cached.GenerateAsync([Text], new() { ModelId = "other" }, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => cached.GenerateAsync([Text, null!], cancellationToken: Cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>(() => cached.GenerateAsync(null!, cancellationToken: Cancellation));
        Assert.Single(_cache.Entries);
    }

    [Fact]
    public void A_cache_needs_a_generator_of_this_library()
    {
        using var other = new OtherGenerator();
        var exception = Assert.Throws<NotSupportedException>(() => other.WithCache(_cache));
        Assert.Contains(nameof(OtherGenerator), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_are_validated()
    {
        using var generator = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine());
        var exception = Assert.ThrowsAny<ArgumentException>(
            () => generator.WithCache(_cache, new() { KeyPrefix = new string('p', 201), Expiration = TimeSpan.Zero }));
        Assert.Contains("KeyPrefix is null or too long", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Expiration is 0 s; expected 1 to", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expiration_and_prefix_reach_the_cache()
    {
        using var generator = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine());
        await generator.WithCache(_cache, new() { KeyPrefix = "tenant:", Expiration = TimeSpan.FromHours(1) })
            .GenerateAsync([Text], cancellationToken: Cancellation);
        Assert.StartsWith("tenant:", Assert.Single(_cache.Entries.Keys), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromHours(1), Assert.Single(_cache.EntryOptions).AbsoluteExpirationRelativeToNow);
    }

    [Fact]
    public async Task A_hybrid_cache_serves_as_well()
    {
        using var generator = Counting(out var counting);
        var cache = new MemoryHybridCache();
        var cached = counting.WithCache(cache, new() { Expiration = TimeSpan.FromHours(1) });
        var computed = await cached.GenerateAsync(["a", "b"], cancellationToken: Cancellation);
        var hit = await cached.GenerateAsync(["b", "a"], cancellationToken: Cancellation);
        Assert.Single(counting.Calls);
        Assert.Equal(computed[0].Vector.ToArray(), hit[1].Vector.ToArray());
        Assert.Equal(2, cache.Entries.Count);
        Assert.All(cache.WriteOptions, options => Assert.Equal(TimeSpan.FromHours(1), options!.Expiration));
    }

    [Fact]
    public void Disposing_a_cached_generator_disposes_the_generator_and_disposing_a_view_does_not()
    {
        using var generator = Counting(out var counting);
        var cached = counting.WithCache(_cache);
        cached.AsQueryGenerator().Dispose();
        Assert.Equal(0, counting.Disposals);
        cached.Dispose();
        Assert.Equal(1, counting.Disposals);
    }

    private static Qwen3EmbeddingGenerator Counting(out CountingGenerator counting)
    {
        var generator = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine());
        counting = new CountingGenerator(generator);
        return generator;
    }

    private sealed class OtherGenerator : IEmbeddingGenerator<string, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
