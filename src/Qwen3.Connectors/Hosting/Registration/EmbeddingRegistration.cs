using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Qwen3.Connectors.Hosting.Engines;
using Qwen3.Connectors.Hosting.Lifetime;
using Qwen3.Connectors.Telemetry;

namespace Qwen3.Connectors.Hosting.Registration;

/// <summary>Puts a generator and its query view into a container.</summary>
internal static class EmbeddingRegistration
{
    /// <param name="services">The container to be.</param>
    /// <param name="serviceKey">The generator's key; null for the one without.</param>
    /// <returns>The generator's options, to be configured.</returns>
    public static OptionsBuilder<Qwen3EmbeddingOptions> Add(IServiceCollection services, string? serviceKey)
    {
        HostingRegistration.AddShared(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<Qwen3EmbeddingOptions>, EmbeddingOptionsValidator>());
        HostingRegistration.AddModel(services, new ModelRegistration("embedding", serviceKey, (provider, token) =>
        {
            var options = OptionsOf(provider, serviceKey);
            return SelfTest.EmbedAsync(EngineOf(provider, options), options, token);
        }));

        AddGenerator(services, serviceKey, provider =>
        {
            var options = OptionsOf(provider, serviceKey);
            return new Qwen3EmbeddingGenerator(options.Clone(), EngineOf(provider, options), ownsEngine: false);
        });
        AddGenerator(
            services,
            serviceKey is null ? Qwen3ServiceKeys.Query : Qwen3ServiceKeys.QueryOf(serviceKey),
            provider => provider.GetRequiredKeyedService<Qwen3EmbeddingGenerator>(serviceKey).AsQueryGenerator());
        return services.AddOptionsWithValidateOnStart<Qwen3EmbeddingOptions>(serviceKey ?? Options.DefaultName);
    }

    /// <summary>The concrete generator as it is, and the interfaces traced: vector stores resolve the one without type arguments.</summary>
    private static void AddGenerator(IServiceCollection services, string? serviceKey, Func<IServiceProvider, Qwen3EmbeddingGenerator> create)
    {
        services.TryAddKeyedSingleton(serviceKey, (provider, _) => create(provider));
        services.TryAddKeyedSingleton(serviceKey, (provider, _) => new TracedEmbeddingGenerator(provider.GetRequiredKeyedService<Qwen3EmbeddingGenerator>(serviceKey)));

        // Not "try": of several providers of an interface, the last one added counts.
        services.AddKeyedSingleton<IEmbeddingGenerator<string, Embedding<float>>>(serviceKey, (provider, _) => provider.GetRequiredKeyedService<TracedEmbeddingGenerator>(serviceKey));
        services.AddKeyedSingleton<IEmbeddingGenerator>(serviceKey, (provider, _) => provider.GetRequiredKeyedService<TracedEmbeddingGenerator>(serviceKey));
    }

    private static Qwen3EmbeddingOptions OptionsOf(IServiceProvider provider, string? serviceKey) =>
        provider.GetRequiredService<IOptionsMonitor<Qwen3EmbeddingOptions>>().Get(serviceKey ?? Options.DefaultName);

    private static HostedEmbeddingEngine EngineOf(IServiceProvider provider, Qwen3EmbeddingOptions options) =>
        provider.GetRequiredService<EnginePool>().Embedding(options.ModelPath!, options.Inference);
}
