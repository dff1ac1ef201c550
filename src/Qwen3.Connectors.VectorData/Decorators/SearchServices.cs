using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.VectorData.Searching;

namespace Qwen3.Connectors.VectorData.Decorators;

/// <summary>What decorated searches answer when asked for a service: themselves before what they decorate, so that nobody goes past the decorator unawares.</summary>
internal static class SearchServices
{
    /// <summary>The hybrid search of what is decorated: some say it by a cast, some only when asked.</summary>
    public static IKeywordHybridSearchable<TRecord>? FindHybrid<TRecord>(IVectorSearchable<TRecord> inner)
        where TRecord : class =>
        inner as IKeywordHybridSearchable<TRecord> ?? inner.GetService(typeof(IKeywordHybridSearchable<TRecord>)) as IKeywordHybridSearchable<TRecord>;

    public static object? Get<TRecord>(IVectorSearchable<TRecord> decorator, IVectorSearchable<TRecord> inner, SearchPlan plan, Type serviceType, object? serviceKey)
        where TRecord : class
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? inner.GetService(serviceType, serviceKey)
            : serviceType == typeof(SearchPlan) ? plan
            : serviceType == typeof(ITextReranker) && plan.Reranker is not null ? plan.Reranker
            : serviceType.IsInstanceOfType(decorator) ? decorator
            : inner.GetService(serviceType);
    }
}
