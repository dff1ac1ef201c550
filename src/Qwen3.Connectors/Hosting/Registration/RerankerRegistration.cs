using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Qwen3.Connectors.Hosting.Configuration;
using Qwen3.Connectors.Hosting.Engines;
using Qwen3.Connectors.Hosting.Lifetime;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Reranking.Decorators;

namespace Qwen3.Connectors.Hosting.Registration;

/// <summary>Adds a reranker to a container.</summary>
internal static class RerankerRegistration
{
    private static readonly ModelOptionsRules<Qwen3RerankerOptions> s_rules = new()
    {
        TypeName = nameof(Qwen3RerankerOptions),
        Kind = ModelKind.Reranker,
        Keys = new OptionKeys<Qwen3RerankerOptions>
        {
            { nameof(Qwen3RerankerOptions.ModelPath), (options, value) => options.ModelPath = value },
            { nameof(Qwen3RerankerOptions.Instruction), (options, value) => options.Instruction = value! },
            { nameof(Qwen3RerankerOptions.MaxTokens), (Qwen3RerankerOptions options, int value) => options.MaxTokens = value },
            { nameof(Qwen3RerankerOptions.Truncation), (Qwen3RerankerOptions options, Truncation value) => options.Truncation = value },
            { nameof(Qwen3RerankerOptions.Inference), options => options.Inference, InferenceKeys.All },
        },
        Validate = options => options.Validate(),
        ModelPathOf = options => options.ModelPath,
        MaxTokensOf = options => options.MaxTokens,
    };

    public static ModelServiceRegistration<Qwen3RerankerOptions, ITextReranker> Add(IServiceCollection services, string? serviceKey)
    {
        // The concrete reranker is added undecorated; its interface is traced, then decorated.
        var builder = new Qwen3ServiceBuilder<ITextReranker>(services);
        services.TryAddKeyedSingleton(serviceKey, (provider, _) =>
        {
            var options = HostingRegistration.GetOptions<Qwen3RerankerOptions>(provider, serviceKey);
            return new Qwen3Reranker(GetEngine(provider.GetRequiredService<EnginePool>(), options), options, leaveEngineOpen: true);
        });
        services.AddKeyedSingleton(serviceKey, (provider, _) => builder.Decorate(
            new TracedReranker(provider.GetRequiredKeyedService<Qwen3Reranker>(serviceKey)), provider));
        var optionsBuilder = HostingRegistration.Add(
            services,
            s_rules,
            serviceKey,
            (pool, options, cancellationToken) => SelfTest.RerankAsync(GetEngine(pool, options), options, cancellationToken));
        return new(optionsBuilder, s_rules.Keys, builder);
    }

    private static IRerankEngine GetEngine(EnginePool pool, Qwen3RerankerOptions options) =>
        pool.Reranking(options.ModelPath!, options.Inference);
}
