using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.Tools.Records;
using Qwen3.Connectors.VectorData.Records;

namespace Qwen3.Connectors.VectorData.Searching;

/// <summary>Reranks the candidates of a vector search.</summary>
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
            string?[] texts = [.. candidates.Select(candidate => _texts.Of(candidate.Record))];
            var ranking = await TextRanking.RankAsync(
                plan.Reranker!, query, texts, plan.Reranking.RerankOptions, cancellationToken).ConfigureAwait(false);
            if (ranking.UnscoredCount > 0)
            {
                plan.Logger.BudgetEnded(ranking.UnscoredCount, candidates.Count, collection);
            }

            return [.. page.Select(ranking.Results).Select(ranked => ToResult(candidates[ranked.Index], ranked.Score))];
        }
        catch (Exception exception)
            when (plan.Reranking.FailurePolicy == RerankFailurePolicy.KeepOrder && !cancellationToken.IsCancellationRequested)
        {
            plan.Logger.RerankingFailed(candidates.Count, collection, exception.GetType().FullName!);
            plan.Reranking.OnFailure?.Invoke(exception);
            return [.. page.Select(candidates)];
        }
    }

    private VectorSearchResult<TRecord> ToResult(VectorSearchResult<TRecord> candidate, double score) =>
        plan.Reranking.KeepVectorScores ? candidate : new VectorSearchResult<TRecord>(candidate.Record, score);
}
