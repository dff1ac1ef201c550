namespace Qwen3.Connectors.Tools.Records;

/// <summary>A ranking of texts that may be null. A null text is not scored: it follows the scored texts with score 0.</summary>
/// <param name="Results">The results in rank order.</param>
/// <param name="UnscoredCount">Texts that were not scored because the budget of the call ended.</param>
internal sealed record TextRanking(IReadOnlyList<RerankResult> Results, int UnscoredCount)
{
    public static async Task<TextRanking> RankAsync(
        ITextReranker reranker, string query, IReadOnlyList<string?> texts, RerankOptions? options, CancellationToken cancellationToken)
    {
        var scored = Enumerable.Range(0, texts.Count).Where(index => texts[index] is not null).ToArray();
        IReadOnlyList<RerankResult> results = [];
        var unscoredCount = 0;
        if (scored.Length > 0)
        {
            var documents = Array.ConvertAll(scored, index => texts[index]!);
            var ranking = await reranker.RerankAsync(query, documents, options, cancellationToken).ConfigureAwait(false);
            results = [.. ranking.Select(result => result with { Index = scored[result.Index] })];
            unscoredCount = ranking.UnscoredCount;
        }

        if (scored.Length < texts.Count && options?.MinimumScore is not > 0)
        {
            var unread = Enumerable.Range(0, texts.Count).Where(index => texts[index] is null).Select(index => new RerankResult(index, 0));
            results = [.. results.Concat(unread).Take(options?.TopN ?? int.MaxValue)];
        }

        return new TextRanking(results, unscoredCount);
    }
}
