namespace Qwen3.Connectors.Reranking.Ranking;

/// <summary>Orders scores.</summary>
internal static class RankOrder
{
    /// <summary>Best first; OrderByDescending is stable, so equal scores stay in the caller's order.</summary>
    public static RerankResult[] Rank(IEnumerable<RerankResult> scored, int? topN, double? minimumScore) =>
        [
            .. scored.Where(result => minimumScore is not { } minimum || result.Score >= minimum)
                .OrderByDescending(result => result.Score)
                .Take(topN ?? int.MaxValue),
        ];
}
