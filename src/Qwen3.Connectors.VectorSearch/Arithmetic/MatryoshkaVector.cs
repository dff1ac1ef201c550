namespace Qwen3.Connectors.VectorSearch.Arithmetic;

/// <summary>Rows of a model to embeddings of the width asked for.</summary>
internal static class MatryoshkaVector
{
    /// <summary>The narrowest width that the models were trained to be cut to.</summary>
    public const int MinDimensions = 32;

    /// <summary>Cuts first, then divides by the L2 norm: the other order gives vectors shorter than one.</summary>
    /// <param name="row">A model's row: <c>[hidden]</c>.</param>
    /// <param name="dimensions">Values to keep.</param>
    /// <returns><c>[dimensions]</c> of norm one, or null where the row has a value that is not finite, or no length.</returns>
    public static float[]? CutAndNormalize(ReadOnlySpan<float> row, int dimensions)
    {
        // A damaged row is damaged as a whole: values beyond the cut count too.
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

        // Squares of floats can't overflow a double: only a value that is not finite makes such a sum.
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
