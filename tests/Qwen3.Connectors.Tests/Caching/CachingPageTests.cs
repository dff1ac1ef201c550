using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Qwen3.Connectors.Tests.Caching;

/// <summary>The code of docs/caching.md, compiled and run.</summary>
public class CachingPageTests
{
    [Fact]
    public async Task The_cache_of_the_page_embeds_documents_and_queries()
    {
        IDistributedCache cache = new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()));
        using var documents = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile).WithCache(cache);
        using var queries = documents.AsQueryGenerator();

#pragma warning disable xUnit1051 // The lines are those of the page.
        var document = await documents.GenerateVectorAsync("Beijing is the capital of China.");
        var query = await queries.GenerateVectorAsync("What is the capital of China?");
#pragma warning restore xUnit1051
        Assert.Equal(document.Length, query.Length);
    }

    [Fact]
    public async Task The_registrations_of_the_page_are_decorated()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddDistributedMemoryCache();
        builder.Services
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile)
            .WithCache(options => options.Expiration = TimeSpan.FromDays(30));
        builder.Services
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile)
            .Use(inner => new TimingGenerator(inner))
            .WithCache();
        builder.Services
            .AddQwen3Reranker(options => options.ModelPath = GoldenModels.RerankerFile)
            .Use(inner => inner.AsBuilder().UseCache().Build());
        await using var services = builder.Services.BuildServiceProvider();
        var generator = services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        Assert.NotNull(generator.GetService<TimingGenerator>());
        Assert.NotNull(generator.GetService<CachedEmbeddingGenerator>());
        Assert.IsType<CachingTextReranker>(services.GetRequiredService<ITextReranker>());
        Assert.Single(await generator.GenerateAsync(["a"], cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_code_of_the_page_is_the_code_of_this_file() => PageSnippets.AssertCompiled(
        "docs/caching.md",
        "tests/Qwen3.Connectors.Tests/Caching/CachingPageTests.cs",
        except: "var builder = WebApplication.CreateBuilder(args);");

    public sealed class TimingGenerator(IEmbeddingGenerator<string, Embedding<float>> inner)
        : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
    {
        public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            var started = Stopwatch.GetTimestamp();
            var embeddings = await base.GenerateAsync(values, options, cancellationToken);
            Console.WriteLine($"{embeddings.Count} texts in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms");
            return embeddings;
        }
    }
}
