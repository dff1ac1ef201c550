using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.VectorData.Records;

namespace Qwen3.Connectors.VectorData.Searching;

/// <summary>Reranks what a vector search found.</summary>
internal sealed class CandidateReranker<TRecord>(SearchPlan plan, RecordModel<TRecord> model, string? collection)
    where TRecord : class
{
    private readonly RecordText<TRecord> _texts = new(model, plan.Reranking);

    public async Task<IReadOnlyList<VectorSearchResult<TRecord>>> RerankAsync(
        string query, IAsyncEnumerable<VectorSearchResult<TRecord>> found, SearchPage page, CancellationToken cancellationToken)
    {
        var candidates = await found.ToListAsync(cancellationToken).ConfigureAwait(false);
        if (candidates.Count == 0)
        {
            return candidates;
        }

        try
        {
            var ranking = await plan.Reranker!.RerankAsync(query, candidates, candidate => _texts.Of(candidate.Record), plan.Reranking.RerankOptions, cancellationToken).ConfigureAwait(false);
            if (ranking.Results.IsPartial)
            {
                plan.Logger.BudgetEnded(ranking.Results.UnscoredCount, candidates.Count, collection);
            }

            return [.. page.Cut(ranking).Select(ranked => plan.Reranking.KeepVectorScores ? ranked.Item : new VectorSearchResult<TRecord>(ranked.Item.Record, ranked.Score))];
        }
        catch (Exception exception) when (plan.Reranking.FailurePolicy == RerankFailurePolicy.KeepOrder && !cancellationToken.IsCancellationRequested)
        {
            plan.Logger.RerankingFailed(candidates.Count, collection, exception.GetType().FullName!);
            plan.Reranking.OnFailure?.Invoke(exception);
            return [.. page.Cut(candidates)];
        }
    }
}
