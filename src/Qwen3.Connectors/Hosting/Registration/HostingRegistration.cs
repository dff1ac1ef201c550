using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Qwen3.Connectors.Hosting.Engines;
using Qwen3.Connectors.Hosting.Lifetime;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Hosting.Registration;

/// <summary>What generators and rerankers need in a container, once.</summary>
internal static class HostingRegistration
{
    public static void AddShared(IServiceCollection services)
    {
        services.AddOptions<ModelStoreOptions>();
        services.TryAddSingleton(CreateStore);
        services.TryAddSingleton(provider => new EnginePool(
            provider.GetService<ILoggerFactory>(), provider.GetRequiredService<ModelStore>, provider.GetService<ITransformerBackend>()));
        services.TryAddSingleton<Readiness>();
        services.TryAddSingleton(provider => new Qwen3ReadinessCheck(provider.GetRequiredService<Readiness>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, EngineLifetimeService>());
    }

    private static ModelStore CreateStore(IServiceProvider provider) =>
        new(provider.GetRequiredService<IOptions<ModelStoreOptions>>().Value, provider.GetService<ILoggerFactory>());

    /// <summary>Adds what the host tests and reports as one model; a registration that is repeated stays one.</summary>
    public static void AddModel(IServiceCollection services, ModelRegistration registration)
    {
        if (!services.Any(service => service.ImplementationInstance is ModelRegistration known && known.Name == registration.Name))
        {
            services.AddSingleton(registration);
        }
    }
}
