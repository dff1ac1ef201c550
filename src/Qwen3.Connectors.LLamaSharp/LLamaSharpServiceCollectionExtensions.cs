using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.LLamaSharp;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts all Qwen3 models of a container on llama.cpp.</summary>
public static class LLamaSharpServiceCollectionExtensions
{
    /// <summary>
    /// Lets llama.cpp, on a GPU where there is one, compute the models of every <c>AddQwen3EmbeddingGenerator</c> and
    /// <c>AddQwen3Reranker</c> of these services.
    /// </summary>
    /// <param name="services">The services to add to, before or after the registrations of models.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentException">Options are wrong; the message lists every fault.</exception>
    public static IServiceCollection AddQwen3LLamaSharp(this IServiceCollection services, Action<LLamaSharpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new LLamaSharpOptions();
        configure?.Invoke(options);
        options.ThrowIfInvalid(nameof(configure));
        services.Replace(
            ServiceDescriptor.Singleton<ITransformerBackend>(
                provider => new LLamaSharpBackend(options, provider.GetService<ILoggerFactory>())));
        return services;
    }
}
