namespace Qwen3.Connectors.Tests.VectorSearch;

/// <summary>Vectors that are the same in every run.</summary>
internal static class RandomVectors
{
    /// <summary><c>[count][dimensions]</c>, of different norms.</summary>
    public static ReadOnlyMemory<float>[] Create(int count, int dimensions, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count)
            .Select(_ => (ReadOnlyMemory<float>)Enumerable.Range(0, dimensions).Select(_ => Next(random)).ToArray())];
    }

    /// <summary>
    /// <c>[count][dimensions]</c> around a few centres, as vectors of texts are: neighbours are far nearer than the rest.
    /// </summary>
    public static ReadOnlyMemory<float>[] CreateClusters(int count, int dimensions, int clusters, int seed = 1)
    {
        var random = new Random(seed);
        var centres = Create(clusters, dimensions, seed + 1);
        return [.. Enumerable.Range(0, count).Select(i => Near(centres[i % clusters], random))];
    }

    private static ReadOnlyMemory<float> Near(ReadOnlyMemory<float> centre, Random random) =>
        centre.ToArray().Select(value => value + Next(random)).ToArray();

    private static float Next(Random random) => (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
}
