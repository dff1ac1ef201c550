namespace Qwen3.Connectors.Telemetry;

/// <summary>Reports the calls of a reranker. Rerankers of other libraries may have no description.</summary>
internal sealed class TracedReranker : DelegatingTextReranker
{
    private readonly TracedOperation _operation;

    public TracedReranker(ITextReranker inner)
        : base(inner) => _operation = new TracedOperation(TelemetryNames.Rerank, () => inner.GetService<EngineDescription>());

    public override Task<RerankResults> RerankAsync(
        string query,
        IReadOnlyList<string> documents,
        RerankOptions? options = null,
        CancellationToken cancellationToken = default) => _operation.RunAsync(
            () => base.RerankAsync(query, documents, options, cancellationToken),
            activity => activity
                .SetTag(TelemetryNames.RerankCandidates, documents?.Count)
                .SetTag(TelemetryNames.RerankTopN, options?.TopN),
            results => (results.Usage, results.ModelId));
}
