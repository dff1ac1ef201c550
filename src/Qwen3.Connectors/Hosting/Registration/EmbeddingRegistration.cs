using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Qwen3.Connectors.Embedding.Decorators;
using Qwen3.Connectors.Hosting.Configuration;
using Qwen3.Connectors.Hosting.Engines;
using Qwen3.Connectors.Hosting.Lifetime;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Hosting.Registration;

/// <summary>Adds a generator and its query generator to a container.</summary>
internal static class EmbeddingRegistration
{
    private static readonly ModelOptionsRules<Qwen3EmbeddingOptions> s_rules = new()
    {
        TypeName = nameof(Qwen3EmbeddingOptions),
        Kind = ModelKind.Embedding,
        Keys = new OptionKeys<Qwen3EmbeddingOptions>
        {
            { nameof(Qwen3EmbeddingOptions.ModelPath), (options, value) => options.ModelPath = value },
            { nameof(Qwen3EmbeddingOptions.Role), (Qwen3EmbeddingOptions options, EmbeddingRole value) => options.Role = value },
            { nameof(Qwen3EmbeddingOptions.QueryInstruction), (options, value) => options.QueryInstruction = value! },
            { nameof(Qwen3EmbeddingOptions.Dimensions), (Qwen3EmbeddingOptions options, int value) => options.Dimensions = value },
            { nameof(Qwen3EmbeddingOptions.MaxTokens), (Qwen3EmbeddingOptions options, int value) => options.MaxTokens = value },
            { nameof(Qwen3EmbeddingOptions.Truncation), (Qwen3EmbeddingOptions options, Truncation value) => options.Truncation = value },
            { nameof(Qwen3EmbeddingOptions.Inference), options => options.Inference, InferenceKeys.All },
        },
        Validate = options => options.Validate(),
        ValidateDefault = ValidateDefault,
        ModelPathOf = options => options.ModelPath,
        MaxTokensOf = options => options.MaxTokens,
        DimensionsOf = options => options.Dimensions,
    };

    public static ModelServiceRegistration<Qwen3EmbeddingOptions, IEmbeddingGenerator<string, Embedding<float>>> Add(
        IServiceCollection services, string? serviceKey)
    {
        var builder = new Qwen3ServiceBuilder<IEmbeddingGenerator<string, Embedding<float>>>(services);
        AddGenerator(builder, serviceKey, provider =>
        {
            var options = HostingRegistration.GetOptions<Qwen3EmbeddingOptions>(provider, serviceKey);
            var engine = GetEngine(provider.GetRequiredService<EnginePool>(), options);
            return new Qwen3EmbeddingGenerator(options.Clone(), engine, ownsEngine: false);
        });
        AddGenerator(
            builder,
            serviceKey is null ? Qwen3ServiceKeys.Query : Qwen3ServiceKeys.QueryOf(serviceKey),
            provider => provider.GetRequiredKeyedService<Qwen3EmbeddingGenerator>(serviceKey).AsQueryGenerator());
        var optionsBuilder = HostingRegistration.Add(
            services,
            s_rules,
            serviceKey,
            (pool, options, cancellationToken) => SelfTest.EmbedAsync(GetEngine(pool, options), options, cancellationToken));
        return new(optionsBuilder, s_rules.Keys, builder);
    }

    /// <summary>Adds the concrete generator undecorated; its interfaces are traced, then decorated.</summary>
    private static void AddGenerator(
        Qwen3ServiceBuilder<IEmbeddingGenerator<string, Embedding<float>>> builder,
        string? serviceKey,
        Func<IServiceProvider, Qwen3EmbeddingGenerator> create)
    {
        // The decorated services are added, not tried to add: of several registrations of an interface, the last one is resolved.
        var services = builder.Services;
        services.TryAddKeyedSingleton(serviceKey, (provider, _) => create(provider));
        services.AddKeyedSingleton(serviceKey, (provider, _) => new DecoratedGenerator(Decorate(builder, provider, serviceKey)));
        services.AddKeyedSingleton<IEmbeddingGenerator<string, Embedding<float>>>(
            serviceKey, (provider, _) => provider.GetRequiredKeyedService<DecoratedGenerator>(serviceKey).Generator);

        // Vector stores resolve the interface without type arguments.
        services.AddKeyedSingleton<IEmbeddingGenerator>(
            serviceKey, (provider, _) => provider.GetRequiredKeyedService<DecoratedGenerator>(serviceKey).Generator);
    }

    private static IEmbeddingGenerator<string, Embedding<float>> Decorate(
        Qwen3ServiceBuilder<IEmbeddingGenerator<string, Embedding<float>>> builder, IServiceProvider provider, string? serviceKey)
    {
        var generator = provider.GetRequiredKeyedService<Qwen3EmbeddingGenerator>(serviceKey);
        var traced = new TracedEmbeddingGenerator(generator);
        return builder.HasDecorators ? new ExplicitCallGenerator(builder.Decorate(traced, provider), generator) : traced;
    }

    private static IEmbeddingEngine GetEngine(EnginePool pool, Qwen3EmbeddingOptions options) =>
        pool.Embedding(options.ModelPath!, options.Inference);

    /// <summary>Vector stores resolve the generator without a key to embed what they store.</summary>
    private static IEnumerable<string> ValidateDefault(Qwen3EmbeddingOptions options)
    {
        if (options.Role == EmbeddingRole.Query)
        {
            yield return "Role is Query for the generator without a key; expected Document. "
                + $"Embed queries with the generator of the key '{Qwen3ServiceKeys.Query}', or register a generator with a key.";
        }
    }

    /// <summary>One generator for both interfaces.</summary>
    private sealed record DecoratedGenerator(IEmbeddingGenerator<string, Embedding<float>> Generator);
}
