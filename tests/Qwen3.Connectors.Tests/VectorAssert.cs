namespace Qwen3.Connectors.Tests;

/// <summary>Compares vectors by their direction, in double precision.</summary>
internal static class VectorAssert
{
    /// <summary>Asserts that the cosine of two vectors is at least <paramref name="minimum"/>.</summary>
    public static void SameDirection(IReadOnlyList<double> expected, ReadOnlyMemory<float> actual, double minimum = 0.99999)
    {
        Assert.Equal(expected.Count, actual.Length);
        var values = actual.ToArray();
        double dot = 0, expectedNorm = 0, actualNorm = 0;
        for (var i = 0; i < values.Length; i++)
        {
            dot += expected[i] * values[i];
            expectedNorm += expected[i] * expected[i];
            actualNorm += (double)values[i] * values[i];
        }

        var cosine = dot / Math.Sqrt(expectedNorm * actualNorm);
        Assert.True(cosine >= minimum, $"cosine {cosine} is below {minimum}");
    }
}
