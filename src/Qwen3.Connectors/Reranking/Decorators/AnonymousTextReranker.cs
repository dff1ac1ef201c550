namespace Qwen3.Connectors.Reranking.Decorators;

/// <summary>A decorator that is a delegate.</summary>
internal sealed class AnonymousTextReranker(
    ITextReranker innerReranker,
    Func<string, IReadOnlyList<string>, RerankOptions?, ITextReranker, CancellationToken, Task<RerankResults>> rerank)
    : DelegatingTextReranker(innerReranker)
{
    public override Task<RerankResults> RerankAsync(
        string query,
        IReadOnlyList<string> documents,
        RerankOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(documents);
        return rerank(query, documents, options, InnerReranker, cancellationToken);
    }
}
