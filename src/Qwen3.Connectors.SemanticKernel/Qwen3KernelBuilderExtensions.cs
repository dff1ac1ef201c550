using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel.Data;
using Qwen3.Connectors;
using Qwen3.Connectors.LocalStore;
using Qwen3.Connectors.SemanticKernel;
using Qwen3.Connectors.SemanticKernel.Registration;

namespace Microsoft.SemanticKernel;

/// <summary>
/// Adds Qwen3 models, and what reranks with them, to a kernel. In an application with a host, call these methods on
/// <c>services.AddKernel()</c>. Models are registered by the methods of the same names for <see cref="IServiceCollection"/>.
/// </summary>
public static class Qwen3KernelBuilderExtensions
{
    /// <summary>Adds an embedding generator for documents, and its query view under the key of <see cref="Qwen3ServiceKeys"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options; at least the model path.</param>
    /// <param name="serviceId">The service's key; null for none.</param>
    /// <returns>The same builder.</returns>
    public static IKernelBuilder AddQwen3EmbeddingGenerator(
        this IKernelBuilder builder, Action<Qwen3EmbeddingOptions> configure, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        _ = serviceId is null
            ? builder.Services.AddQwen3EmbeddingGenerator(configure)
            : builder.Services.AddKeyedQwen3EmbeddingGenerator(serviceId, configure);
        return builder;
    }

    /// <summary>Adds an embedding generator that is configured by a configuration section.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="section">The section with the options. A key that is not an option is an error.</param>
    /// <param name="serviceId">The service's key; null for none.</param>
    /// <returns>The same builder.</returns>
    public static IKernelBuilder AddQwen3EmbeddingGenerator(this IKernelBuilder builder, IConfiguration section, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        _ = serviceId is null
            ? builder.Services.AddQwen3EmbeddingGenerator(section)
            : builder.Services.AddKeyedQwen3EmbeddingGenerator(serviceId, section);
        return builder;
    }

    /// <summary>Adds a reranker.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options; at least the model path.</param>
    /// <param name="serviceId">The service's key; null for none.</param>
    /// <returns>The same builder.</returns>
    public static IKernelBuilder AddQwen3Reranker(
        this IKernelBuilder builder, Action<Qwen3RerankerOptions> configure, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        _ = serviceId is null ? builder.Services.AddQwen3Reranker(configure) : builder.Services.AddKeyedQwen3Reranker(serviceId, configure);
        return builder;
    }

    /// <summary>Adds a reranker that is configured by a configuration section.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="section">The section with the options. A key that is not an option is an error.</param>
    /// <param name="serviceId">The service's key; null for none.</param>
    /// <returns>The same builder.</returns>
    public static IKernelBuilder AddQwen3Reranker(this IKernelBuilder builder, IConfiguration section, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        _ = serviceId is null ? builder.Services.AddQwen3Reranker(section) : builder.Services.AddKeyedQwen3Reranker(serviceId, section);
        return builder;
    }

    /// <summary>
    /// Adds a vector store in one SQLite file, as <see cref="LocalVectorStore"/> and as <see cref="VectorStore"/>. It embeds texts with the
    /// kernel's embedding generator, unless the options set another one.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The path of the file; created with its folder by the first call that needs it.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    /// <param name="serviceId">The service's key; null for none.</param>
    /// <returns>The same builder.</returns>
    public static IKernelBuilder AddQwen3LocalStore(
        this IKernelBuilder builder, string path, Action<LocalVectorStoreOptions>? configure = null, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddKeyedQwen3LocalStore(serviceId, path, configure);
        return builder;
    }

    /// <summary>Adds a <see cref="RerankingFunctionFilter"/>, which reranks the results of the functions that its options name.</summary>
    /// <param name="builder">The builder; with a reranker by the time the kernel is built.</param>
    /// <param name="configure">Names plugins or functions, and sets how their results are reranked.</param>
    /// <param name="rerankerServiceId">The reranker's key; null for the reranker without a key.</param>
    /// <returns>The same builder.</returns>
    public static IKernelBuilder AddQwen3RerankingFilter(
        this IKernelBuilder builder, Action<RerankingFunctionFilterOptions> configure, string? rerankerServiceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var models = new RegisteredModels(builder.Services);
        builder.Services.AddSingleton<IFunctionInvocationFilter>(provider =>
        {
            var options = new RerankingFunctionFilterOptions();
            configure(options);
            return new RerankingFunctionFilter(
                models.GetReranker(provider, rerankerServiceId, serviceId: null), options, provider.GetService<ILoggerFactory>());
        });
        return builder;
    }

    /// <summary>
    /// Adds a <see cref="RerankingTextSearch{TRecord}"/>, as itself and as <see cref="ITextSearch{TRecord}"/>, over the registered
    /// <c>IVectorSearchable&lt;TRecord&gt;</c>. The query view of a registered Qwen3 generator embeds the queries, so register the
    /// generator that embeds the documents. Without a registered generator the store embeds the queries by itself.
    /// </summary>
    /// <remarks>
    /// Resolving the search throws an <see cref="InvalidOperationException"/> if generators or rerankers are registered, but under other
    /// keys only: queries would be embedded as documents.
    /// </remarks>
    /// <typeparam name="TRecord">The type of the records.</typeparam>
    /// <param name="builder">The builder; with a collection and a reranker by the time the search is resolved.</param>
    /// <param name="configure">Sets how results are reranked; null for the defaults.</param>
    /// <param name="serviceId">The key of the text search and of the collection; null for none.</param>
    /// <param name="generatorServiceId">
    /// The key of the embedding generator, without the suffix of its query view; null for the generator of <paramref name="serviceId"/>, or
    /// else the one without a key.
    /// </param>
    /// <param name="rerankerServiceId">
    /// The key of the reranker; null for the reranker of <paramref name="serviceId"/>, or else the one without a key.
    /// </param>
    /// <returns>The same builder.</returns>
    [Experimental("SKEXP0001")]
    public static IKernelBuilder AddQwen3TextSearch<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRecord>(
        this IKernelBuilder builder,
        Action<RerankingTextSearchOptions>? configure = null,
        string? serviceId = null,
        string? generatorServiceId = null,
        string? rerankerServiceId = null)
        where TRecord : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        var models = new RegisteredModels(builder.Services);

        // Transient, as Semantic Kernel's own text searches: the lifetime of the collection is unknown.
        builder.Services.AddKeyedTransient(serviceId, (provider, _) =>
        {
            var options = new RerankingTextSearchOptions();
            configure?.Invoke(options);
            var collection = provider.GetRequiredKeyedService<IVectorSearchable<TRecord>>(serviceId);
            var search = models.FindQueryGenerator(provider, generatorServiceId, serviceId) is { } queries
                ? new VectorStoreTextSearch<TRecord>(collection, queries)
                : new VectorStoreTextSearch<TRecord>(collection);
            var reranker = models.GetReranker(provider, rerankerServiceId, serviceId);
            return new RerankingTextSearch<TRecord>(search, reranker, options, provider.GetService<ILoggerFactory>());
        });
        builder.Services.AddKeyedTransient<ITextSearch<TRecord>>(
            serviceId, (provider, _) => provider.GetRequiredKeyedService<RerankingTextSearch<TRecord>>(serviceId));
        return builder;
    }

    /// <summary>Adds a <see cref="Qwen3Plugin"/> with the registered reranker and embedding generator.</summary>
    /// <param name="plugins">The builder's plugins.</param>
    /// <param name="name">The name of the plugin.</param>
    /// <param name="withEmbed">Whether to add the function <c>embed</c>, which returns the numbers of a vector.</param>
    /// <param name="serviceId">The key of the reranker and of the generator; null for those without a key.</param>
    /// <returns>The same plugins.</returns>
    public static IKernelBuilderPlugins AddQwen3Plugin(
        this IKernelBuilderPlugins plugins, string name = Qwen3Plugin.DefaultName, bool withEmbed = false, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        plugins.Services.AddSingleton(services => Qwen3Plugin.Create(
            services.GetKeyedService<ITextReranker>(serviceId),
            services.GetKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(serviceId),
            name,
            withEmbed));
        return plugins;
    }
}
