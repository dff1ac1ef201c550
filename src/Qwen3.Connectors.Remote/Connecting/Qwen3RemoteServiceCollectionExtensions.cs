using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.ServiceDiscovery;
using Qwen3.Connectors;
using Qwen3.Connectors.Engines;
using Qwen3.Connectors.Models.Catalog;
using Qwen3.Connectors.Remote;
using Qwen3.Connectors.Remote.Engines;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Qwen3 embedding generators and rerankers on servers.</summary>
/// <remarks>
/// A model path that is a URL or a connection string names servers, wherever it comes from: code, or a configuration section such as
/// <c>Qwen3:Embedding:ModelPath</c>. <see cref="AddQwen3Remote"/> enables this; the other methods call it.
/// </remarks>
public static class Qwen3RemoteServiceCollectionExtensions
{
    /// <summary>Lets model paths of registrations name servers.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="configure">Changes the connection of every registration, for example its key; null for none.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddQwen3Remote(this IServiceCollection services, Action<RemoteOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null)
        {
            services.RemoveAll<IServerEngineFactory>();
        }

        services.TryAddSingleton<IServerEngineFactory>(provider => new RemoteEngineFactory(
            provider.GetService<ServiceEndpointResolver>(), configure, provider.GetService<TimeProvider>()));
        return services;
    }

    /// <summary>Registers a generator of documents: on servers for a URL or connection string, else of a model file or name.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="model">
    /// A URL, a connection string as <see cref="RemoteOptions.Parse"/> reads it, the path of a GGUF file, or a name of the catalog.
    /// </param>
    /// <param name="configure">Sets more options; null for none.</param>
    /// <returns>A builder that adds decorators.</returns>
    public static Qwen3ServiceBuilder<IEmbeddingGenerator<string, Embedding<float>>> AddQwen3EmbeddingGenerator(
        this IServiceCollection services, string model, Action<Qwen3EmbeddingOptions>? configure = null)
    {
        Prepare(services, model);
        return services.AddQwen3EmbeddingGenerator(options =>
        {
            options.ModelPath = model;
            configure?.Invoke(options);
        });
    }

    /// <summary>Registers a reranker: on servers for a URL or connection string, else of a model file or name.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="model">
    /// A URL, a connection string as <see cref="RemoteOptions.Parse"/> reads it, the path of a GGUF file, or a name of the catalog.
    /// </param>
    /// <param name="configure">Sets more options; null for none.</param>
    /// <returns>A builder that adds decorators.</returns>
    public static Qwen3ServiceBuilder<ITextReranker> AddQwen3Reranker(
        this IServiceCollection services, string model, Action<Qwen3RerankerOptions>? configure = null)
    {
        Prepare(services, model);
        return services.AddQwen3Reranker(options =>
        {
            options.ModelPath = model;
            configure?.Invoke(options);
        });
    }

    private static void Prepare(IServiceCollection services, string model)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        services.AddQwen3Remote();
        if (ServerReference.IsServer(model))
        {
            // A fault of the connection is the caller's, here and now.
            RemoteOptions.Parse(model);
        }
    }
}
