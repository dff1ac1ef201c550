using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.LocalStore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers local vector stores.</summary>
/// <remarks>
/// A registration adds one singleton, as <see cref="LocalVectorStore"/> and as <see cref="VectorStore"/>. Its embedding generator is the
/// registered <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> of strings, unless the options set another one.
/// </remarks>
public static class Qwen3LocalStoreServiceCollectionExtensions
{
    /// <summary>Registers a local vector store.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="path">The path of the file; created with its folder by the first call that needs it.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddQwen3LocalStore(
        this IServiceCollection services, string path, Action<LocalVectorStoreOptions>? configure = null) =>
        Add(services, serviceKey: null, path, configure);

    /// <summary>
    /// Registers a local vector store with a key. It uses the embedding generator with the same key, or else the one without a key.
    /// </summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="serviceKey">The key; null for none.</param>
    /// <param name="path">The path of the file; created with its folder by the first call that needs it.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddKeyedQwen3LocalStore(
        this IServiceCollection services, object? serviceKey, string path, Action<LocalVectorStoreOptions>? configure = null) =>
        Add(services, serviceKey, path, configure);

    private static IServiceCollection Add(
        IServiceCollection services, object? serviceKey, string path, Action<LocalVectorStoreOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        services.AddKeyedSingleton(serviceKey, (provider, key) => Create(provider, key, path, configure));
        services.AddKeyedSingleton<VectorStore>(serviceKey, (provider, key) => provider.GetRequiredKeyedService<LocalVectorStore>(key));
        return services;
    }

    private static LocalVectorStore Create(
        IServiceProvider provider, object? key, string path, Action<LocalVectorStoreOptions>? configure)
    {
        var options = new LocalVectorStoreOptions { EmbeddingGenerator = FindGenerator(provider, key) };
        configure?.Invoke(options);
        return new LocalVectorStore(path, options);
    }

    /// <summary>Applications register generators of strings; other connectors look for the interface without type arguments.</summary>
    private static IEmbeddingGenerator? FindGenerator(IServiceProvider provider, object? key) =>
        (key is null ? null : FindGeneratorOf(provider, key)) ?? FindGeneratorOf(provider, key: null);

    private static IEmbeddingGenerator? FindGeneratorOf(IServiceProvider provider, object? key) =>
        provider.GetKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(key) ?? provider.GetKeyedService<IEmbeddingGenerator>(key);
}
