namespace Qwen3.Connectors.VectorSearch;

/// <summary>How much of what an exact search finds another search finds too. <see cref="VectorIndex.MeasureRecall"/> measures it.</summary>
/// <param name="QueryCount">Queries that were searched for.</param>
/// <param name="MatchCount">Matches of each that were compared: the k of "recall at k".</param>
/// <param name="Mean">The share of the exact matches that was found, 0 to 1, on the average of the queries.</param>
/// <param name="Worst">The share in the query where it was smallest, 0 to 1.</param>
/// <param name="FirstMatch">The share of the queries whose first match is the exact search's first, 0 to 1.</param>
public sealed record SearchRecall(int QueryCount, int MatchCount, double Mean, double Worst, double FirstMatch);
