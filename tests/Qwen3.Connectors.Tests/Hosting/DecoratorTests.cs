using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Qwen3.Connectors.Tests.Caching;
using Qwen3.Connectors.Tests.Telemetry;

namespace Qwen3.Connectors.Tests.Hosting;

/// <summary>Decorators of registered generators and rerankers.</summary>
public sealed class DecoratorTests
{
    private static readonly GoldenModels s_golden = GoldenModels.Load();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_decorator_added_first_is_the_outermost_of_a_generator_and_of_its_query_generator()
    {
        var log = new List<string>();
        await using var services = Build(builder => builder
            .Use(inner => new NamedDecorator("outer", inner, log))
            .Use((inner, provider) => new NamedDecorator(provider.GetRequiredService<string>(), inner, log)));
        await Generator(services).GenerateAsync(["a"], cancellationToken: Cancellation);
        Assert.Equal(["outer", "inner"], log);
        await Generator(services, Qwen3ServiceKeys.Query).GenerateAsync(["a"], cancellationToken: Cancellation);
        Assert.Equal(["outer", "inner", "outer", "inner"], log);
        Assert.Same(Generator(services), services.GetRequiredService<IEmbeddingGenerator>());

        // The concrete types are not decorated.
        await services.GetRequiredService<Qwen3EmbeddingGenerator>().GenerateAsync(["a"], cancellationToken: Cancellation);
        Assert.Equal(4, log.Count);
        Assert.Equal(EmbeddingRole.Query, Generator(services, Qwen3ServiceKeys.Query).GetService<Qwen3EmbeddingGenerator>()!.Role);
    }

    [Fact]
    public async Task A_decorator_that_caches_by_text_and_options_never_mixes_roles_models_or_instructions()
    {
        var cache = new ConcurrentDictionary<string, Embedding<float>>();
        var services = new ServiceCollection();
        services.AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile)
            .Use(inner => new NaiveCache(inner, cache));
        services
            .AddKeyedQwen3EmbeddingGenerator(
                "code", options => (options.ModelPath, options.QueryInstruction) = (GoldenModels.EmbeddingFile, "Find code"))
            .Use(inner => new NaiveCache(inner, cache));
        services
            .AddKeyedQwen3EmbeddingGenerator("short", options => (options.ModelPath, options.Dimensions) = (GoldenModels.EmbeddingFile, 64))
            .Use(inner => new NaiveCache(inner, cache));
        await using var provider = services.BuildServiceProvider();
        string?[] keys = [null, Qwen3ServiceKeys.Query, Qwen3ServiceKeys.QueryOf("code"), "short", Qwen3ServiceKeys.QueryOf("short")];
        for (var round = 0; round < 2; round++)
        {
            foreach (var key in keys)
            {
                var decorated = await Generator(provider, key).GenerateVectorAsync(s_golden.Queries[0], cancellationToken: Cancellation);
                var plain = await provider.GetRequiredKeyedService<Qwen3EmbeddingGenerator>(key)
                    .GenerateVectorAsync(s_golden.Queries[0], cancellationToken: Cancellation);
                Assert.Equal(plain.ToArray(), decorated.ToArray());
            }
        }

        Assert.Equal(keys.Length, cache.Count);
    }

    [Fact]
    public async Task WithCache_takes_the_distributed_cache_of_the_container()
    {
        var cache = new RecordingCache();
        await using var services = Build(builder => builder.WithCache(), services => services.AddSingleton<IDistributedCache>(cache));
        for (var round = 0; round < 2; round++)
        {
            var document = await Generator(services).GenerateVectorAsync(s_golden.Queries[0], cancellationToken: Cancellation);
            var query = await Generator(services, Qwen3ServiceKeys.Query)
                .GenerateVectorAsync(s_golden.Queries[0], cancellationToken: Cancellation);
            Assert.NotEqual(document.ToArray(), query.ToArray());
            VectorAssert.SameDirection(s_golden.QueryEmbeddings[0], query);
        }

        Assert.Equal(2, cache.Entries.Count);
    }

    [Fact]
    public async Task WithCache_prefers_a_hybrid_cache_and_takes_options()
    {
        var hybrid = new MemoryHybridCache();
        var distributed = new RecordingCache();
        await using var services = Build(
            builder => builder.WithCache(options => options.KeyPrefix = "mine:"),
            services => services.AddSingleton<IDistributedCache>(distributed).AddSingleton<HybridCache>(hybrid));
        await Generator(services).GenerateAsync(["a"], cancellationToken: Cancellation);
        Assert.StartsWith("mine:", Assert.Single(hybrid.Entries.Keys), StringComparison.Ordinal);
        Assert.Empty(distributed.Entries);
    }

    [Fact]
    public async Task WithCache_logs_the_failures_of_the_cache()
    {
        var failure = new TimeoutException("no connection");
        await using var services = Build(
            builder => builder.WithCache(), services => services.AddSingleton<IDistributedCache>(new RecordingCache { Failure = failure }));
        Assert.Single(await Generator(services).GenerateAsync(["a"], cancellationToken: Cancellation));
        var entries = services.GetRequiredService<CapturedLogs>().Of(eventId: 18);
        Assert.Equal(2, entries.Count);
        Assert.All(entries, entry => Assert.Same(failure, entry.Exception));
    }

    [Fact]
    public async Task WithCache_without_a_cache_names_what_to_register()
    {
        await using var services = Build(builder => builder.WithCache());
        var exception = Assert.Throws<InvalidOperationException>(() => Generator(services));
        Assert.Contains("services.AddDistributedMemoryCache()", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reranker_is_decorated_too()
    {
        var services = new ServiceCollection();
        services.AddQwen3Reranker(options => options.ModelPath = GoldenModels.RerankerFile).Use(inner => new CachingTextReranker(inner));
        await using var provider = services.BuildServiceProvider();
        var reranker = Assert.IsType<CachingTextReranker>(provider.GetRequiredService<ITextReranker>());
        Assert.Single(await reranker.RerankAsync("a", ["b"], cancellationToken: Cancellation));
        Assert.Same(provider.GetRequiredService<Qwen3Reranker>(), reranker.GetService<Qwen3Reranker>());
    }

    [Fact]
    public async Task A_decorator_that_returns_null_is_named()
    {
        await using var services = Build(builder => builder.Use(inner => inner).Use(_ => null!));
        var exception = Assert.Throws<InvalidOperationException>(() => Generator(services));
        Assert.StartsWith("Decorator 1 of a registration returned null", exception.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(
        Action<Qwen3ServiceBuilder<IEmbeddingGenerator<string, Embedding<float>>>> decorate, Action<IServiceCollection>? configure = null)
    {
        var logs = new CapturedLogs();
        var services = new ServiceCollection();
        services.AddSingleton(logs).AddSingleton<ILoggerFactory>(logs).AddSingleton("inner");
        configure?.Invoke(services);
        decorate(services.AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile));
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private static IEmbeddingGenerator<string, Embedding<float>> Generator(IServiceProvider services, string? key = null) =>
        services.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(key);

    private sealed class NamedDecorator(string name, IEmbeddingGenerator<string, Embedding<float>> inner, List<string> log)
        : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
    {
        public override Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            log.Add(name);
            return base.GenerateAsync(values, options, cancellationToken);
        }
    }

    /// <summary>Keys as in Microsoft.Extensions.AI's own cache: the text and the call's options, nothing of the generator.</summary>
    private sealed class NaiveCache(
        IEmbeddingGenerator<string, Embedding<float>> inner, ConcurrentDictionary<string, Embedding<float>> cache)
        : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
    {
        public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            var text = Assert.Single(values);
            var key = text + JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions);
            if (!cache.TryGetValue(key, out var embedding))
            {
                embedding = (await base.GenerateAsync([text], options, cancellationToken))[0];
                cache[key] = embedding;
            }

            return [embedding];
        }
    }
}
