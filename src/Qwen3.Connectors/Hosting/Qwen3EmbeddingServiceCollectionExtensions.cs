using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Qwen3.Connectors;
using Qwen3.Connectors.Hosting.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Qwen3 embedding generators.</summary>
/// <remarks>
/// A registration adds singletons: the generator as <see cref="Qwen3EmbeddingGenerator"/>, as <c>IEmbeddingGenerator&lt;string,
/// Embedding&lt;float&gt;&gt;</c> and as <c>IEmbeddingGenerator</c>, and a query generator as the same three types with the key
/// <see cref="Qwen3ServiceKeys.Query"/> or <see cref="Qwen3ServiceKeys.QueryOf"/>. Registrations of the same file with the same engine
/// options share one model in memory. When a host starts, options are validated (one exception lists all faults) and models are loaded
/// and tested in the background (<see cref="Qwen3HealthChecksBuilderExtensions.AddQwen3"/> reports the outcome). When it stops, running
/// calls are drained and new ones get an <see cref="EngineStoppingException"/>.
/// </remarks>
public static class Qwen3EmbeddingServiceCollectionExtensions
{
    /// <summary>The configuration section that <see cref="AddQwen3EmbeddingGenerator(IServiceCollection)"/> binds.</summary>
    public const string ConfigurationSection = "Qwen3:Embedding";

    /// <summary>Registers a generator of documents, configured by the section <see cref="ConfigurationSection"/>.</summary>
    /// <param name="services">The services to add to.</param>
    /// <returns>A builder that adds decorators; its <see cref="Qwen3ServiceBuilder{TService}.Services"/> are the same services.</returns>
    public static Qwen3ServiceBuilder<IEmbeddingGenerator<string, Embedding<float>>> AddQwen3EmbeddingGenerator(
        this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return EmbeddingRegistration.Add(services, serviceKey: null).Bind(ConfigurationSection);
    }

    /// <summary>Registers a generator of documents.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="configure">Sets the options, at least the model path.</param>
    /// <returns>A builder that adds decorators; its <see cref="Qwen3ServiceBuilder{TService}.Services"/> are the same services.</returns>
    public static Qwen3ServiceBuilder<IEmbeddingGenerator<string, Embedding<float>>> AddQwen3EmbeddingGenerator(
        this IServiceCollection services, Action<Qwen3EmbeddingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        return EmbeddingRegistration.Add(services, serviceKey: null).Configure(configure);
    }

    /// <summary>Registers a generator of documents, configured by a section of a configuration.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="section">
    /// The section with the options, such as <c>configuration.GetSection("Qwen3:Embedding")</c>. A key that is not an option is a fault.
    /// </param>
    /// <returns>A builder that adds decorators; its <see cref="Qwen3ServiceBuilder{TService}.Services"/> are the same services.</returns>
    public static Qwen3ServiceBuilder<IEmbeddingGenerator<string, Embedding<float>>> AddQwen3EmbeddingGenerator(
        this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        return EmbeddingRegistration.Add(services, serviceKey: null).Bind(section);
    }

    /// <summary>Registers a generator with a key, of documents unless the options say otherwise.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="serviceKey">The key, which is also the name of its options.</param>
    /// <param name="configure">Sets the options, at least the model path.</param>
    /// <returns>A builder that adds decorators; its <see cref="Qwen3ServiceBuilder{TService}.Services"/> are the same services.</returns>
    public static Qwen3ServiceBuilder<IEmbeddingGenerator<string, Embedding<float>>> AddKeyedQwen3EmbeddingGenerator(
        this IServiceCollection services, string serviceKey, Action<Qwen3EmbeddingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(serviceKey);
        ArgumentNullException.ThrowIfNull(configure);
        return EmbeddingRegistration.Add(services, serviceKey).Configure(configure);
    }

    /// <summary>Registers a generator with a key, configured by a section; of documents unless the options say otherwise.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="serviceKey">The key, which is also the name of its options.</param>
    /// <param name="section">The section with the options. A key that is not an option is a fault.</param>
    /// <returns>A builder that adds decorators; its <see cref="Qwen3ServiceBuilder{TService}.Services"/> are the same services.</returns>
    public static Qwen3ServiceBuilder<IEmbeddingGenerator<string, Embedding<float>>> AddKeyedQwen3EmbeddingGenerator(
        this IServiceCollection services, string serviceKey, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(serviceKey);
        ArgumentNullException.ThrowIfNull(section);
        return EmbeddingRegistration.Add(services, serviceKey).Bind(section);
    }
}
