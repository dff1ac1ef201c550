namespace Qwen3.Connectors.VectorSearch.Arithmetic;

/// <summary>Truncates vectors to fewer dimensions.</summary>
internal static class MatryoshkaVector
{
    /// <summary>The lowest number of dimensions that models with MRL are commonly trained for.</summary>
    public const int MinDimensions = 32;

    /// <summary>Truncates first and then divides by the L2 norm; the other order gives vectors of a norm below one.</summary>
    /// <param name="row"><c>[width]</c>.</param>
    /// <param name="dimensions">Values to keep.</param>
    /// <returns><c>[dimensions]</c> of norm one, or null where a value of the row is not finite or all values to keep are zero.</returns>
    public static float[]? TruncateAndNormalize(ReadOnlySpan<float> row, int dimensions)
    {
        // The values that are dropped are checked too: one that is not finite means that the whole row is invalid.
        var kept = 0.0;
        var dropped = 0.0;
        foreach (var value in row[..dimensions])
        {
            kept += (double)value * value;
        }

        foreach (var value in row[dimensions..])
        {
            dropped += (double)value * value;
        }

        // Sums of squares of finite floats do not overflow a double.
        if (kept == 0 || !double.IsFinite(kept + dropped))
        {
            return null;
        }

        var scale = 1 / Math.Sqrt(kept);
        var result = new float[dimensions];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = (float)(row[i] * scale);
        }

        return result;
    }
}
