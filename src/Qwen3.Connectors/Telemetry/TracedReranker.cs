using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Telemetry;

/// <summary>Reports calls of a reranker.</summary>
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
            activity => activity.SetTag(TelemetryNames.RerankCandidates, documents?.Count).SetTag(TelemetryNames.RerankTopN, options?.TopN),
            results => (results.Usage, results.ModelId)).ConfigureAwait(false);

    /// <summary>Describes the model at the first call, and again until it is open. Rerankers of other libraries may have no description.</summary>
    private TracedOperation Describe()
    {
        if (Volatile.Read(ref _operation) is { } known)
        {
            return known;
        }

        var engine = this.GetService<EngineDescription>();
        var operation = new TracedOperation(TelemetryNames.Rerank, engine?.ProviderName ?? Unknown, engine?.ModelId ?? Unknown, engine?.Endpoint);
        if (this.GetService<RerankerModel>() is not null)
        {
            // Before the model is open, its name is that of its file.
            Volatile.Write(ref _operation, operation);
        }

        return operation;
    }
}
