using Microsoft.Extensions.Configuration;
using Qwen3.Connectors;
using Qwen3.Connectors.Hosting.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Qwen3 rerankers.</summary>
/// <remarks>
/// A registration adds singletons: the reranker as <see cref="Qwen3Reranker"/> and as <see cref="ITextReranker"/>. Registrations of the
/// same file with the same engine options share one model in memory. When a host starts, options are validated (one exception lists all
/// faults) and models are loaded and tested in the background (<see cref="Qwen3HealthChecksBuilderExtensions.AddQwen3"/> reports the
/// outcome). When it stops, running calls are drained and new ones get an <see cref="EngineStoppingException"/>.
/// </remarks>
public static class Qwen3RerankerServiceCollectionExtensions
{
    /// <summary>The configuration section that <see cref="AddQwen3Reranker(IServiceCollection)"/> binds.</summary>
    public const string ConfigurationSection = "Qwen3:Reranker";

    /// <summary>Registers a reranker, configured by the section <see cref="ConfigurationSection"/>.</summary>
    /// <param name="services">The services to add to.</param>
    /// <returns>A builder that adds decorators; its <see cref="Qwen3ServiceBuilder{TService}.Services"/> are the same services.</returns>
    public static Qwen3ServiceBuilder<ITextReranker> AddQwen3Reranker(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return RerankerRegistration.Add(services, serviceKey: null).Bind(ConfigurationSection);
    }

    /// <summary>Registers a reranker.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="configure">Sets the options, at least the model path.</param>
    /// <returns>A builder that adds decorators; its <see cref="Qwen3ServiceBuilder{TService}.Services"/> are the same services.</returns>
    public static Qwen3ServiceBuilder<ITextReranker> AddQwen3Reranker(
        this IServiceCollection services, Action<Qwen3RerankerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        return RerankerRegistration.Add(services, serviceKey: null).Configure(configure);
    }

    /// <summary>Registers a reranker, configured by a section of a configuration.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="section">
    /// The section with the options, such as <c>configuration.GetSection("Qwen3:Reranker")</c>. A key that is not an option is a fault.
    /// </param>
    /// <returns>A builder that adds decorators; its <see cref="Qwen3ServiceBuilder{TService}.Services"/> are the same services.</returns>
    public static Qwen3ServiceBuilder<ITextReranker> AddQwen3Reranker(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        return RerankerRegistration.Add(services, serviceKey: null).Bind(section);
    }

    /// <summary>Registers a reranker with a key.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="serviceKey">The key, which is also the name of its options.</param>
    /// <param name="configure">Sets the options, at least the model path.</param>
    /// <returns>A builder that adds decorators; its <see cref="Qwen3ServiceBuilder{TService}.Services"/> are the same services.</returns>
    public static Qwen3ServiceBuilder<ITextReranker> AddKeyedQwen3Reranker(
        this IServiceCollection services, string serviceKey, Action<Qwen3RerankerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(serviceKey);
        ArgumentNullException.ThrowIfNull(configure);
        return RerankerRegistration.Add(services, serviceKey).Configure(configure);
    }

    /// <summary>Registers a reranker with a key, configured by a section of a configuration.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="serviceKey">The key, which is also the name of its options.</param>
    /// <param name="section">The section with the options. A key that is not an option is a fault.</param>
    /// <returns>A builder that adds decorators; its <see cref="Qwen3ServiceBuilder{TService}.Services"/> are the same services.</returns>
    public static Qwen3ServiceBuilder<ITextReranker> AddKeyedQwen3Reranker(
        this IServiceCollection services, string serviceKey, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(serviceKey);
        ArgumentNullException.ThrowIfNull(section);
        return RerankerRegistration.Add(services, serviceKey).Bind(section);
    }
}
