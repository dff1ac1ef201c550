using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Qwen3.Connectors;
using Qwen3.Connectors.SemanticKernel;

namespace Microsoft.SemanticKernel;

/// <summary>Adds Qwen3 models to a kernel. What is registered is what the methods of the same names register in <see cref="IKernelBuilder.Services"/>.</summary>
public static class Qwen3KernelBuilderExtensions
{
    /// <summary>Adds an embedding generator: of documents, with its query view beside it under <see cref="Qwen3ServiceKeys"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options; the model path at least.</param>
    /// <param name="serviceId">The service's key; null for none.</param>
    /// <returns>The same builder.</returns>
    public static IKernelBuilder AddQwen3EmbeddingGenerator(this IKernelBuilder builder, Action<Qwen3EmbeddingOptions> configure, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        _ = serviceId is null ? builder.Services.AddQwen3EmbeddingGenerator(configure) : builder.Services.AddKeyedQwen3EmbeddingGenerator(serviceId, configure);
        return builder;
    }

    /// <summary>Adds an embedding generator, configured by a section of a configuration.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="section">The section with the options. A name in it that is no option is a fault.</param>
    /// <param name="serviceId">The service's key; null for none.</param>
    /// <returns>The same builder.</returns>
    public static IKernelBuilder AddQwen3EmbeddingGenerator(this IKernelBuilder builder, IConfiguration section, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        _ = serviceId is null ? builder.Services.AddQwen3EmbeddingGenerator(section) : builder.Services.AddKeyedQwen3EmbeddingGenerator(serviceId, section);
        return builder;
    }

    /// <summary>Adds a reranker.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options; the model path at least.</param>
    /// <param name="serviceId">The service's key; null for none.</param>
    /// <returns>The same builder.</returns>
    public static IKernelBuilder AddQwen3Reranker(this IKernelBuilder builder, Action<Qwen3RerankerOptions> configure, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        _ = serviceId is null ? builder.Services.AddQwen3Reranker(configure) : builder.Services.AddKeyedQwen3Reranker(serviceId, configure);
        return builder;
    }

    /// <summary>Adds a reranker, configured by a section of a configuration.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="section">The section with the options. A name in it that is no option is a fault.</param>
    /// <param name="serviceId">The service's key; null for none.</param>
    /// <returns>The same builder.</returns>
    public static IKernelBuilder AddQwen3Reranker(this IKernelBuilder builder, IConfiguration section, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        _ = serviceId is null ? builder.Services.AddQwen3Reranker(section) : builder.Services.AddKeyedQwen3Reranker(serviceId, section);
        return builder;
    }

    /// <summary>Adds a <see cref="RerankingFunctionFilter"/>: what the functions that it names return is reranked.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Names plugins or functions, and says how their results are reranked.</param>
    /// <param name="rerankerServiceId">The reranker's key; null for the one without.</param>
    /// <returns>The same builder.</returns>
    public static IKernelBuilder AddQwen3RerankingFilter(this IKernelBuilder builder, Action<RerankingFunctionFilterOptions> configure, string? rerankerServiceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddQwen3RerankingFilter(configure, rerankerServiceId);
        return builder;
    }

    /// <summary>Adds a <see cref="RerankingTextSearch{TRecord}"/> over a vector store's collection.</summary>
    /// <typeparam name="TRecord">The collection's records.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Says how results are reranked; null for the defaults.</param>
    /// <param name="serviceId">The key of the text search and of the collection; null for none.</param>
    /// <returns>The same builder.</returns>
    [Experimental("SKEXP0001")]
    public static IKernelBuilder AddQwen3TextSearch<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRecord>(
        this IKernelBuilder builder, Action<RerankingTextSearchOptions>? configure = null, string? serviceId = null)
        where TRecord : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddQwen3TextSearch<TRecord>(configure, serviceId);
        return builder;
    }

    /// <summary>Adds a <see cref="Qwen3Plugin"/> with the reranker and the embedding generator that are registered.</summary>
    /// <param name="plugins">The builder's plugins.</param>
    /// <param name="name">The plugin's name.</param>
    /// <param name="withEmbed">Whether the function <c>embed</c> is added, which gives the numbers of a vector.</param>
    /// <returns>The same plugins.</returns>
    public static IKernelBuilderPlugins AddQwen3Plugin(this IKernelBuilderPlugins plugins, string name = Qwen3Plugin.DefaultName, bool withEmbed = false)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        plugins.Services.AddSingleton(services => Qwen3Plugin.Create(
            services.GetService<ITextReranker>(), services.GetService<IEmbeddingGenerator<string, Embedding<float>>>(), name, withEmbed));
        return plugins;
    }
}
