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
        if (ScaleOf(row, dimensions) is not { } scale)
        {
            return null;
        }

        var result = new float[dimensions];
        Multiply(row[..dimensions], scale, result);
        return result;
    }

    /// <summary>Divides a row by its L2 norm, in place.</summary>
    /// <param name="row"><c>[width]</c>; has norm one afterwards.</param>
    /// <returns>False where a value is not finite or all are zero; the row is unchanged then.</returns>
    public static bool TryNormalize(Span<float> row)
    {
        if (ScaleOf(row, row.Length) is not { } scale)
        {
            return false;
        }

        Multiply(row, scale, row);
        return true;
    }

    /// <summary>The factor that gives the first values norm one; null where there is none.</summary>
    private static double? ScaleOf(ReadOnlySpan<float> row, int dimensions)
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
        return kept == 0 || !double.IsFinite(kept + dropped) ? null : 1 / Math.Sqrt(kept);
    }

    private static void Multiply(ReadOnlySpan<float> row, double scale, Span<float> result)
    {
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = (float)(row[i] * scale);
        }
    }
}
