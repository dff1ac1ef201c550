using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Data;
using Qwen3.Connectors;
using Qwen3.Connectors.SemanticKernel;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what reranks in Semantic Kernel; kernels of the same container find it.</summary>
public static class Qwen3SemanticKernelServiceCollectionExtensions
{
    /// <summary>Registers a <see cref="RerankingFunctionFilter"/>: what the functions that it names return is reranked.</summary>
    /// <param name="services">The services to add to; with a reranker by the time a kernel is built.</param>
    /// <param name="configure">Names plugins or functions, and says how their results are reranked.</param>
    /// <param name="rerankerServiceKey">The reranker's key; null for the one without.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddQwen3RerankingFilter(
        this IServiceCollection services, Action<RerankingFunctionFilterOptions> configure, string? rerankerServiceKey = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddSingleton<IFunctionInvocationFilter>(provider =>
        {
            var options = new RerankingFunctionFilterOptions();
            configure(options);
            return new RerankingFunctionFilter(provider.GetRequiredKeyedService<ITextReranker>(rerankerServiceKey), options, provider.GetService<ILoggerFactory>());
        });
    }

    /// <summary>
    /// Registers a <see cref="RerankingTextSearch{TRecord}"/>, as itself and as <see cref="ITextSearch{TRecord}"/>, over the registered
    /// <see cref="IVectorSearchable{TRecord}"/>. Where a Qwen3 generator is registered, its query view embeds what is searched for, so that any store whose documents
    /// were embedded with that generator can be searched right; else the store embeds by itself.
    /// </summary>
    /// <typeparam name="TRecord">The collection's records, with a property marked <c>[TextSearchResultValue]</c>.</typeparam>
    /// <param name="services">The services to add to; with a collection and a reranker by the time the search is asked for.</param>
    /// <param name="configure">Says how results are reranked; null for the defaults.</param>
    /// <param name="serviceKey">The key of the text search and of the collection; null for none.</param>
    /// <returns>The same services.</returns>
    [Experimental("SKEXP0001")]
    public static IServiceCollection AddQwen3TextSearch<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRecord>(
        this IServiceCollection services, Action<RerankingTextSearchOptions>? configure = null, string? serviceKey = null)
        where TRecord : class
    {
        ArgumentNullException.ThrowIfNull(services);

        // Transient, as Semantic Kernel's own: nobody knows how long the collection lives.
        services.AddKeyedTransient(serviceKey, (provider, _) =>
        {
            var options = new RerankingTextSearchOptions();
            configure?.Invoke(options);
            var collection = provider.GetRequiredKeyedService<IVectorSearchable<TRecord>>(serviceKey);
            var queries = provider.GetKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(Qwen3ServiceKeys.Query);
            var search = queries is null ? new VectorStoreTextSearch<TRecord>(collection) : new VectorStoreTextSearch<TRecord>(collection, queries);
            return new RerankingTextSearch<TRecord>(search, provider.GetRequiredService<ITextReranker>(), options, provider.GetService<ILoggerFactory>());
        });
        services.AddKeyedTransient<ITextSearch<TRecord>>(serviceKey, (provider, _) => provider.GetRequiredKeyedService<RerankingTextSearch<TRecord>>(serviceKey));
        return services;
    }
}
