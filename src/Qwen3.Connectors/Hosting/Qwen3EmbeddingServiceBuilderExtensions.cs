using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Logging;
using Qwen3.Connectors;
using Qwen3.Connectors.Telemetry.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds decorators to registered embedding generators.</summary>
public static class Qwen3EmbeddingServiceBuilderExtensions
{
    /// <summary>
    /// Adds a cache to a generator and its query generator: the container's <see cref="HybridCache"/>, otherwise its
    /// <see cref="IDistributedCache"/>.
    /// Failures of the cache are logged.
    /// </summary>
    /// <param name="builder">The builder of the registration.</param>
    /// <param name="configure">Sets key prefix and expiration; null for the defaults.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// The generator's interfaces throw <see cref="InvalidOperationException"/> when they are resolved from a container without a
    /// cache.
    /// </remarks>
    public static Qwen3ServiceBuilder<IEmbeddingGenerator<string, Embedding<float>>> WithCache(
        this Qwen3ServiceBuilder<IEmbeddingGenerator<string, Embedding<float>>> builder, Action<EmbeddingCacheOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) =>
        {
            var log = EngineLog.Create(services.GetService<ILoggerFactory>());
            var options = new EmbeddingCacheOptions { OnFailure = log.CacheFailed };
            configure?.Invoke(options);
            return services.GetService<HybridCache>() is { } hybrid ? inner.WithCache(hybrid, options)
                : services.GetService<IDistributedCache>() is { } distributed ? inner.WithCache(distributed, options)
                : throw new InvalidOperationException(
                    "WithCache found neither a HybridCache nor an IDistributedCache among the services. "
                    + "Register one, such as with services.AddHybridCache() or services.AddDistributedMemoryCache().");
        });
    }
}
