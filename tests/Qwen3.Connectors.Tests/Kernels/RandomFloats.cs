namespace Qwen3.Connectors.Tests.Kernels;

/// <summary>Numbers like activations: around zero, of both signs.</summary>
internal static class RandomFloats
{
    public static float[] Create(Random random, int count, float scale = 1)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = ((2 * random.NextSingle()) - 1) * scale;
        }

        return values;
    }

    /// <returns><c>[rows][columns]</c>.</returns>
    public static float[][] CreateRows(Random random, int rows, int columns, float scale = 1) =>
        [.. Enumerable.Range(0, rows).Select(_ => Create(random, columns, scale))];
}
