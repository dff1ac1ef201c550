using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Qwen3.Connectors.Hosting.Engines;
using Qwen3.Connectors.Hosting.Lifetime;
using Qwen3.Connectors.Telemetry;

namespace Qwen3.Connectors.Hosting.Registration;

/// <summary>Adds a generator and its query generator to a container.</summary>
internal static class EmbeddingRegistration
{
    /// <returns>The generator's options, to be configured.</returns>
    public static OptionsBuilder<Qwen3EmbeddingOptions> Add(IServiceCollection services, string? serviceKey)
    {
        AddGenerator(services, serviceKey, provider =>
        {
            var options = HostingRegistration.GetOptions<Qwen3EmbeddingOptions>(provider, serviceKey);
            var engine = GetEngine(provider.GetRequiredService<EnginePool>(), options);
            return new Qwen3EmbeddingGenerator(options.Clone(), engine, ownsEngine: false);
        });
        AddGenerator(
            services,
            serviceKey is null ? Qwen3ServiceKeys.Query : Qwen3ServiceKeys.QueryOf(serviceKey),
            provider => provider.GetRequiredKeyedService<Qwen3EmbeddingGenerator>(serviceKey).AsQueryGenerator());
        return HostingRegistration.Add<Qwen3EmbeddingOptions, EmbeddingOptionsValidator>(
            services,
            "embedding",
            serviceKey,
            (pool, options, cancellationToken) => SelfTest.EmbedAsync(GetEngine(pool, options), options, cancellationToken));
    }

    /// <summary>Adds the generator, and a traced one as the interfaces. Vector stores resolve the one without type arguments.</summary>
    private static void AddGenerator(
        IServiceCollection services, string? serviceKey, Func<IServiceProvider, Qwen3EmbeddingGenerator> create)
    {
        services.TryAddKeyedSingleton(serviceKey, (provider, _) => create(provider));
        services.TryAddKeyedSingleton(
            serviceKey,
            (provider, _) => new TracedEmbeddingGenerator(provider.GetRequiredKeyedService<Qwen3EmbeddingGenerator>(serviceKey)));

        // Not TryAdd: of several providers of an interface, the last one added is resolved.
        services.AddKeyedSingleton<IEmbeddingGenerator<string, Embedding<float>>>(
            serviceKey, (provider, _) => provider.GetRequiredKeyedService<TracedEmbeddingGenerator>(serviceKey));
        services.AddKeyedSingleton<IEmbeddingGenerator>(
            serviceKey, (provider, _) => provider.GetRequiredKeyedService<TracedEmbeddingGenerator>(serviceKey));
    }

    private static HostedEmbeddingEngine GetEngine(EnginePool pool, Qwen3EmbeddingOptions options) =>
        pool.Embedding(options.ModelPath!, options.ToInferenceOptions());
}
