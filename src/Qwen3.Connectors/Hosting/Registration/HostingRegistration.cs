using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Qwen3.Connectors.Engines;
using Qwen3.Connectors.Hosting.Configuration;
using Qwen3.Connectors.Hosting.Engines;
using Qwen3.Connectors.Hosting.Lifetime;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Hosting.Registration;

/// <summary>Adds to a container what registrations of generators and rerankers have in common.</summary>
internal static class HostingRegistration
{
    /// <summary>Adds a model's options, their validation at start, its self-test, and the services that all models share.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="rules">What is known about the options.</param>
    /// <param name="serviceKey">The registration's key, which is the name of its options; null for the one without a key.</param>
    /// <param name="selfTest">Computes a built-in text with the registration's options.</param>
    /// <returns>The options, to be configured.</returns>
    public static OptionsBuilder<TOptions> Add<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        IServiceCollection services,
        ModelOptionsRules<TOptions> rules,
        string? serviceKey,
        Func<EnginePool, TOptions, CancellationToken, Task> selfTest)
        where TOptions : class, new()
    {
        services.AddOptions<ModelStoreOptions>();
        services.TryAddSingleton(CreateStore);
        services.TryAddSingleton(CreatePool);
        services.TryAddSingleton<Readiness>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, EngineLifetimeService>());
        services.TryAddSingleton(rules);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, ModelOptionsValidator<TOptions>>());
        var purpose = rules.Kind == ModelKind.Embedding ? "embedding" : "reranker";
        AddModel(services, new ModelRegistration(purpose, serviceKey, (provider, cancellationToken) =>
            selfTest(provider.GetRequiredService<EnginePool>(), GetOptions<TOptions>(provider, serviceKey), cancellationToken)));
        return services.AddOptionsWithValidateOnStart<TOptions>(serviceKey ?? Options.DefaultName);
    }

    /// <summary>Returns the validated options of a registration.</summary>
    public static TOptions GetOptions<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        IServiceProvider provider, string? serviceKey) =>
        provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get(serviceKey ?? Options.DefaultName);

    /// <summary>Adds what the host tests and reports as one model; a repeated registration is added once.</summary>
    private static void AddModel(IServiceCollection services, ModelRegistration registration)
    {
        if (!services.Any(service => service.ImplementationInstance is ModelRegistration known && known.Name == registration.Name))
        {
            services.AddSingleton(registration);
        }
    }

    private static EnginePool CreatePool(IServiceProvider provider) => new(
        provider.GetService<ILoggerFactory>(),
        provider.GetRequiredService<ModelStore>,
        provider.GetService<ITransformerBackend>(),
        provider.GetService<IServerEngineFactory>());

    private static ModelStore CreateStore(IServiceProvider provider) =>
        new(provider.GetRequiredService<IOptions<ModelStoreOptions>>().Value, provider.GetService<ILoggerFactory>());
}
