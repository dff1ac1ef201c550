using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.Tests.VectorSearch;

/// <summary>The obviously right search: double loops in double precision, then everything sorted.</summary>
internal static class SlowSearch
{
    /// <summary>The best, best first; the lower index first where scores are equal.</summary>
    public static (int Index, double Score)[] Best(IEnumerable<double> scores, int count) =>
        [.. scores.Select((score, index) => (index, score)).OrderByDescending(pair => pair.score).ThenBy(pair => pair.index).Take(count)];

    public static double Cosine(ReadOnlyMemory<float> a, ReadOnlyMemory<float> b) => Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b));

    public static double Dot(ReadOnlyMemory<float> a, ReadOnlyMemory<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (double)a.Span[i] * b.Span[i];
        }

        return sum;
    }

    /// <summary>Asserts that matches are the best by cosine. Neighbours whose cosines differ by rounding only may change places.</summary>
    public static void AssertBest(ReadOnlyMemory<float> query, IReadOnlyList<ReadOnlyMemory<float>> vectors, int count,
        VectorMatch[] matches)
    {
        var expected = Best(vectors.Select(vector => Cosine(query, vector)), count);
        Assert.Equal(expected.Length, matches.Length);
        Assert.Equal(matches.Length, matches.Select(match => match.Id).Distinct().Count());
        for (var i = 0; i < matches.Length; i++)
        {
            Assert.Equal(expected[i].Score, matches[i].Score, 2e-6);
            Assert.Equal(Cosine(query, vectors[(int)matches[i].Id]), matches[i].Score, 2e-6);
        }
    }
}
