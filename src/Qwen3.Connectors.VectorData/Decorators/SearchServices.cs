using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.VectorData.Searching;

namespace Qwen3.Connectors.VectorData.Decorators;

/// <summary>
/// Resolves services of decorators. A decorator takes precedence over the object that it decorates, so that callers do not bypass it by
/// mistake.
/// </summary>
internal static class SearchServices
{
    /// <summary>Returns the hybrid search of the decorated object: some stores expose it by a cast, some as a service only.</summary>
    public static IKeywordHybridSearchable<TRecord>? FindHybrid<TRecord>(IVectorSearchable<TRecord> inner)
        where TRecord : class =>
        inner as IKeywordHybridSearchable<TRecord>
        ?? inner.GetService(typeof(IKeywordHybridSearchable<TRecord>)) as IKeywordHybridSearchable<TRecord>;

    public static object? Get<TRecord>(
        IVectorSearchable<TRecord> decorator, IVectorSearchable<TRecord> inner, SearchPlan plan, Type serviceType, object? serviceKey)
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
