using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Qwen3.Connectors.Hosting;

/// <summary>What generators and rerankers need in a container, once.</summary>
internal static class HostingRegistration
{
    public static void AddShared(IServiceCollection services)
    {
        services.TryAddSingleton(provider => new EnginePool(provider.GetService<ILoggerFactory>()));
        services.TryAddSingleton<Readiness>();
        services.TryAddSingleton(provider => new Qwen3ReadinessCheck(provider.GetRequiredService<Readiness>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, EngineLifetimeService>());
    }

    /// <summary>Adds what the host tests and reports as one model; a registration that is repeated stays one.</summary>
    public static void AddModel(IServiceCollection services, ModelRegistration registration)
    {
        if (!services.Any(service => service.ImplementationInstance is ModelRegistration known && known.Name == registration.Name))
        {
            services.AddSingleton(registration);
        }
    }
}
