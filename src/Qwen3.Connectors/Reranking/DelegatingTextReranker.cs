namespace Qwen3.Connectors;

/// <summary>A reranker that passes every call on to another one: the base of decorators, which override what they add to.</summary>
/// <remarks>As thread-safe as the inner reranker. Disposing it disposes the inner reranker too.</remarks>
public class DelegatingTextReranker : ITextReranker
{
    /// <summary>Wraps a reranker.</summary>
    /// <param name="innerReranker">What calls are passed on to.</param>
    protected DelegatingTextReranker(ITextReranker innerReranker)
    {
        ArgumentNullException.ThrowIfNull(innerReranker);
        InnerReranker = innerReranker;
    }

    /// <summary>What calls are passed on to.</summary>
    protected ITextReranker InnerReranker { get; }

    /// <inheritdoc/>
    public virtual Task<RerankResults> RerankAsync(
        string query,
        IReadOnlyList<string> documents,
        RerankOptions? options = null,
        CancellationToken cancellationToken = default) =>
        InnerReranker.RerankAsync(query, documents, options, cancellationToken);

    /// <inheritdoc/>
    public virtual object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);

        // A key names something that only the inner reranker can know.
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : InnerReranker.GetService(serviceType, serviceKey);
    }

    /// <summary>Disposes the inner reranker.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes the inner reranker where <paramref name="disposing"/> is true.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            InnerReranker.Dispose();
        }
    }
}
