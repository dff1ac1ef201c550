using Microsoft.Extensions.VectorData;

namespace Qwen3.Connectors.Tests.LocalStore;

/// <summary>Searches in double precision, one record after another.</summary>
internal static class Brute
{
    /// <summary>Returns all items with a vector, nearest first.</summary>
    public static IEnumerable<(Item Item, double Score)> Search(IEnumerable<Item> items, float[] query, string function)
    {
        var scored = items.Where(item => item.Vector is not null)
            .Select(item => (Item: item, Score: Score(item.Vector!.Value.ToArray(), query, function)));
        return IsSimilarity(function)
            ? scored.OrderByDescending(pair => pair.Score).ThenBy(pair => pair.Item.Id)
            : scored.OrderBy(pair => pair.Score).ThenBy(pair => pair.Item.Id);
    }

    public static bool IsSimilarity(string function) =>
        function is DistanceFunction.CosineSimilarity or DistanceFunction.DotProductSimilarity;

    private static double Score(float[] a, float[] b, string function) => function switch
    {
        DistanceFunction.CosineSimilarity => Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b)),
        DistanceFunction.CosineDistance => 1 - (Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b))),
        DistanceFunction.DotProductSimilarity => Dot(a, b),
        DistanceFunction.NegativeDotProductSimilarity => -Dot(a, b),
        DistanceFunction.EuclideanDistance => Math.Sqrt(Sum(a, b, (x, y) => (x - y) * (x - y))),
        DistanceFunction.EuclideanSquaredDistance => Sum(a, b, (x, y) => (x - y) * (x - y)),
        DistanceFunction.ManhattanDistance => Sum(a, b, (x, y) => Math.Abs(x - y)),
        DistanceFunction.HammingDistance => Sum(a, b, (x, y) => x == y ? 0 : 1),
        _ => throw new ArgumentOutOfRangeException(nameof(function)),
    };

    private static double Dot(float[] a, float[] b) => Sum(a, b, (x, y) => x * y);

    private static double Sum(float[] a, float[] b, Func<double, double, double> term) => a.Zip(b, (x, y) => term(x, y)).Sum();
}
