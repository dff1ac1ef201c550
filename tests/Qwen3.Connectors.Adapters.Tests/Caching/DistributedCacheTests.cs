using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Qwen3.Connectors.Tests;

namespace Qwen3.Connectors.Adapters.Tests.Caching;

/// <summary>
/// Generators with the caches of Microsoft.Extensions: as docs/caching.md builds them, no query gets a document's vector.
/// </summary>
public class DistributedCacheTests
{
    private static readonly GoldenModels s_golden = GoldenModels.Load();

    private readonly IDistributedCache _cache = new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_cache_of_Extensions_AI_alone_returns_a_documents_vector_for_a_query()
    {
        // The trap that docs/caching.md describes. When this fails, Microsoft.Extensions.AI has changed its keys: change the page.
        using var generator = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        var documents = generator.AsDocumentGenerator().AsBuilder().UseDistributedCache(_cache).Build();
        var queries = generator.AsQueryGenerator().AsBuilder().UseDistributedCache(_cache).Build();
        Assert.Equal(1, await CosineAsync(documents, queries), 1e-5);
    }

    [Fact]
    public async Task The_cache_of_Extensions_AI_around_registered_generators_keeps_roles_apart()
    {
        var services = new ServiceCollection();
        services.AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile)
            .Use(inner => inner.AsBuilder().UseDistributedCache(_cache).Build());
        await using var provider = services.BuildServiceProvider();
        await AssertRolesAsync(
            provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(),
            provider.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(Qwen3ServiceKeys.Query));
    }

    [Fact]
    public async Task The_cache_of_Extensions_AI_with_the_vector_space_in_its_keys_keeps_roles_apart()
    {
        using var generator = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        await AssertRolesAsync(await WithSpaceAsync(generator.AsDocumentGenerator()), await WithSpaceAsync(generator.AsQueryGenerator()));

        async Task<IEmbeddingGenerator<string, Embedding<float>>> WithSpaceAsync(Qwen3EmbeddingGenerator inner)
        {
            var space = await inner.GetVectorSpaceAsync(Cancellation);
            return inner.AsBuilder()
                .UseDistributedCache(_cache, configure => configure.CacheKeyAdditionalValues = [space.ToString()])
                .Build();
        }
    }

    [Fact]
    public async Task WithCache_keeps_roles_apart()
    {
        using var generator = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        using var documents = generator.AsDocumentGenerator().WithCache(_cache);
        await AssertRolesAsync(documents, documents.AsQueryGenerator());
    }

    [Fact]
    public async Task WithCache_works_with_the_real_hybrid_cache()
    {
        var services = new ServiceCollection().AddSingleton(_cache);
        services.AddHybridCache();
        services.AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile).WithCache();
        await using var provider = services.BuildServiceProvider();
        Assert.NotNull(provider.GetService<HybridCache>());
        var documents = provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        var queries = provider.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(Qwen3ServiceKeys.Query);
        await AssertRolesAsync(documents, queries);
        var hit = await documents.GenerateAsync([s_golden.Queries[0]], cancellationToken: Cancellation);
        Assert.Equal(hit.Usage!.InputTokenCount, hit.Usage.CachedInputTokenCount);
    }

    [Fact]
    public async Task Token_counts_are_readable_behind_the_cache_of_Extensions_AI()
    {
        using var generator = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        var cached = generator.AsBuilder().UseDistributedCache(_cache).Build();
        var computed = await cached.GenerateAsync("a few words", cancellationToken: Cancellation);
        var hit = await cached.GenerateAsync("a few words", cancellationToken: Cancellation);
        Assert.True(computed.GetTokenCount() > 2);
        Assert.Equal((computed.GetTokenCount(), 0), (hit.GetTokenCount(), hit.GetTruncatedTokenCount()));
    }

    private static async Task AssertRolesAsync(
        IEmbeddingGenerator<string, Embedding<float>> documents, IEmbeddingGenerator<string, Embedding<float>> queries)
    {
        for (var round = 0; round < 2; round++)
        {
            Assert.InRange(await CosineAsync(documents, queries), 0, 0.99);
            VectorAssert.SameDirection(
                s_golden.QueryEmbeddings[0], await queries.GenerateVectorAsync(s_golden.Queries[0], cancellationToken: Cancellation));
        }
    }

    private static async Task<double> CosineAsync(
        IEmbeddingGenerator<string, Embedding<float>> documents, IEmbeddingGenerator<string, Embedding<float>> queries)
    {
        var document = await documents.GenerateVectorAsync(s_golden.Queries[0], cancellationToken: Cancellation);
        var query = await queries.GenerateVectorAsync(s_golden.Queries[0], cancellationToken: Cancellation);
        return TensorPrimitives.Dot(document.Span, query.Span);
    }
}
