using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.VectorSearch.Keyed;

namespace Qwen3.Connectors.LocalStore.Indexing;

/// <summary>A distance function of Microsoft.Extensions.VectorData: the metric that finds its nearest vectors, and its scores.</summary>
/// <param name="Function">The name of the function.</param>
/// <param name="Metric">The metric, by which a higher score is nearer.</param>
/// <param name="HigherIsNearer">The direction of the function's scores.</param>
/// <param name="ToScore">The metric's score to the function's.</param>
internal sealed record DistanceMeasure(string Function, VectorMetric Metric, bool HigherIsNearer, Func<double, double> ToScore)
{
    private static readonly DistanceMeasure[] s_all =
    [
        new(DistanceFunction.CosineSimilarity, VectorMetric.Cosine, true, score => score),
        new(DistanceFunction.CosineDistance, VectorMetric.Cosine, false, score => 1 - score),
        new(DistanceFunction.DotProductSimilarity, VectorMetric.DotProduct, true, score => score),
        new(DistanceFunction.NegativeDotProductSimilarity, VectorMetric.DotProduct, false, score => -score),
        new(DistanceFunction.EuclideanDistance, VectorMetric.SquaredEuclidean, false, score => Math.Sqrt(-score)),
        new(DistanceFunction.EuclideanSquaredDistance, VectorMetric.SquaredEuclidean, false, score => -score),
        new(DistanceFunction.ManhattanDistance, VectorMetric.Manhattan, false, score => -score),
        new(DistanceFunction.HammingDistance, VectorMetric.Hamming, false, score => -score),
    ];

    /// <summary>Finds a function by name; cosine similarity for null.</summary>
    public static DistanceMeasure Of(string? function) => function is null
        ? s_all[0]
        : Array.Find(s_all, measure => measure.Function == function)
            ?? throw new NotSupportedException(
                $"The distance function '{function}' is not supported. Supported are "
                + $"{string.Join(", ", s_all.Select(measure => measure.Function))}.");

    /// <summary>Whether a score is as near as a threshold, or nearer.</summary>
    public bool Passes(double score, double? threshold) =>
        threshold is not { } limit || (HigherIsNearer ? score >= limit : score <= limit);
}
