using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Qwen3.Connectors.VectorData.Searching;

/// <summary>The configuration of a decorator.</summary>
internal sealed record SearchPlan
{
    public IEmbeddingGenerator<string, Embedding<float>>? QueryGenerator { get; init; }

    public QueryEmbeddingOptions QueryEmbedding { get; init; } = new();

    public TwoStageSearchOptions? TwoStage { get; init; }

    public ITextReranker? Reranker { get; init; }

    public SearchRerankingOptions Reranking { get; init; } = new();

    public ILogger Logger { get; init; } = NullLogger.Instance;

    public bool IsEmpty => QueryGenerator is null && TwoStage is null && Reranker is null;
}
