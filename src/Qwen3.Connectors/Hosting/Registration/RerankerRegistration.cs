using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Qwen3.Connectors.Hosting.Engines;
using Qwen3.Connectors.Hosting.Lifetime;
using Qwen3.Connectors.Telemetry;

namespace Qwen3.Connectors.Hosting.Registration;

/// <summary>Puts a reranker into a container.</summary>
internal static class RerankerRegistration
{
    /// <param name="services">The container to be.</param>
    /// <param name="serviceKey">The reranker's key; null for the one without.</param>
    /// <returns>The reranker's options, to be configured.</returns>
    public static OptionsBuilder<Qwen3RerankerOptions> Add(IServiceCollection services, string? serviceKey)
    {
        HostingRegistration.AddShared(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<Qwen3RerankerOptions>, RerankerOptionsValidator>());
        HostingRegistration.AddModel(services, new ModelRegistration("reranker", serviceKey, (provider, token) =>
        {
            var options = OptionsOf(provider, serviceKey);
            return SelfTest.RerankAsync(EngineOf(provider, options), options, token);
        }));

        // The concrete reranker as it is, the interface traced.
        services.TryAddKeyedSingleton(serviceKey, (provider, _) =>
        {
            var options = OptionsOf(provider, serviceKey);
            return new Qwen3Reranker(EngineOf(provider, options), options, leaveEngineOpen: true);
        });
        services.AddKeyedSingleton<ITextReranker>(serviceKey, (provider, _) => new TracedReranker(provider.GetRequiredKeyedService<Qwen3Reranker>(serviceKey)));
        return services.AddOptionsWithValidateOnStart<Qwen3RerankerOptions>(serviceKey ?? Options.DefaultName);
    }

    private static Qwen3RerankerOptions OptionsOf(IServiceProvider provider, string? serviceKey) =>
        provider.GetRequiredService<IOptionsMonitor<Qwen3RerankerOptions>>().Get(serviceKey ?? Options.DefaultName);

    private static HostedRerankEngine EngineOf(IServiceProvider provider, Qwen3RerankerOptions options) =>
        provider.GetRequiredService<EnginePool>().Reranking(options.ModelPath!, options.Inference);
}
