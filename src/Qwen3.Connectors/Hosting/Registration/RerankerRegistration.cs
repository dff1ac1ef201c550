using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Qwen3.Connectors.Hosting.Engines;
using Qwen3.Connectors.Hosting.Lifetime;
using Qwen3.Connectors.Telemetry;

namespace Qwen3.Connectors.Hosting.Registration;

/// <summary>Adds a reranker to a container.</summary>
internal static class RerankerRegistration
{
    /// <returns>The reranker's options, to be configured.</returns>
    public static OptionsBuilder<Qwen3RerankerOptions> Add(IServiceCollection services, string? serviceKey)
    {
        // The concrete reranker is added undecorated, and traced as its interface.
        services.TryAddKeyedSingleton(serviceKey, (provider, _) =>
        {
            var options = HostingRegistration.GetOptions<Qwen3RerankerOptions>(provider, serviceKey);
            return new Qwen3Reranker(GetEngine(provider.GetRequiredService<EnginePool>(), options), options, leaveEngineOpen: true);
        });
        services.AddKeyedSingleton<ITextReranker>(
            serviceKey, (provider, _) => new TracedReranker(provider.GetRequiredKeyedService<Qwen3Reranker>(serviceKey)));
        return HostingRegistration.Add<Qwen3RerankerOptions, RerankerOptionsValidator>(
            services,
            "reranker",
            serviceKey,
            (pool, options, cancellationToken) => SelfTest.RerankAsync(GetEngine(pool, options), options, cancellationToken));
    }

    private static HostedRerankEngine GetEngine(EnginePool pool, Qwen3RerankerOptions options) =>
        pool.Reranking(options.ModelPath!, options.ToInferenceOptions());
}
