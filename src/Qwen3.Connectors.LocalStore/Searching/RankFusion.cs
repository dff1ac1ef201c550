namespace Qwen3.Connectors.LocalStore.Searching;

/// <summary>Reciprocal rank fusion (Cormack, Clarke, Buettcher 2009): a record's score is the sum of 1 / (60 + rank).</summary>
internal static class RankFusion
{
    private const int RankOffset = 60;

    /// <summary>Returns the records of all lists, best first; equal scores in the order of their ids.</summary>
    /// <param name="lists">Ids, best first, at most once in a list.</param>
    public static IEnumerable<ScoredId> Fuse(params IEnumerable<IReadOnlyList<long>> lists)
    {
        var scores = new Dictionary<long, double>();
        foreach (var list in lists)
        {
            for (var i = 0; i < list.Count; i++)
            {
                scores[list[i]] = scores.GetValueOrDefault(list[i]) + (1.0 / (RankOffset + i + 1));
            }
        }

        return scores.Select(pair => new ScoredId(pair.Key, pair.Value)).OrderByDescending(match => match.Score).ThenBy(match => match.Id);
    }
}
