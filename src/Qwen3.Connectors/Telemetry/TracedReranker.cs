namespace Qwen3.Connectors.Telemetry;

/// <summary>Reports the calls of a reranker.</summary>
internal sealed class TracedReranker : DelegatingTextReranker
{
    private const string Unknown = "unknown";

    private TracedOperation? _operation;

    public TracedReranker(ITextReranker inner)
        : base(inner)
    {
    }

    public override async Task<RerankResults> RerankAsync(
        string query,
        IReadOnlyList<string> documents,
        RerankOptions? options = null,
        CancellationToken cancellationToken = default) => await Describe().RunAsync(
            () => base.RerankAsync(query, documents, options, cancellationToken),
            activity => activity
                .SetTag(TelemetryNames.RerankCandidates, documents?.Count)
                .SetTag(TelemetryNames.RerankTopN, options?.TopN),
            results => (results.Usage, results.ModelId)).ConfigureAwait(false);

    /// <summary>Describes the model at the first call, because that opens it. Other libraries' rerankers have no description.</summary>
    private TracedOperation Describe()
    {
        if (Volatile.Read(ref _operation) is { } known)
        {
            return known;
        }

        var engine = this.GetService<EngineDescription>();
        var operation = new TracedOperation(
            TelemetryNames.Rerank, engine?.ProviderName ?? Unknown, engine?.ModelId ?? Unknown, engine?.Endpoint);
        Volatile.Write(ref _operation, operation);
        return operation;
    }
}
