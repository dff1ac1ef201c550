namespace Qwen3.Connectors.Tests.Kernels;

/// <summary>
/// The slow twin of attention: softmax over all keys of a text up to the query's own, one query after the other, in double precision.
/// </summary>
internal static class ReferenceAttention
{
    /// <summary>What one query of one head gets.</summary>
    /// <param name="query"><c>[headSize]</c>.</param>
    /// <param name="keys">Of the query's text up to itself, <c>[keys][headSize]</c>.</param>
    /// <param name="values"><c>[keys][headSize]</c>.</param>
    /// <returns>The output <c>[headSize]</c>, and what float32 may be off by.</returns>
    public static (double[] Output, double Tolerance) Attend(float[] query, ReadOnlySpan<float[]> keys, ReadOnlySpan<float[]> values)
    {
        var scores = new double[keys.Length];
        var (scoreError, largest) = (0.0, 0.0);
        for (var key = 0; key < keys.Length; key++)
        {
            var (score, magnitude) = ReferenceMatrix.Dot(query, keys[key]);
            scores[key] = score;
            scoreError = Math.Max(scoreError, Rounding.OfSum(query.Length, magnitude));
        }

        var maximum = scores.Max();
        var output = new double[query.Length];
        var sum = 0.0;
        for (var key = 0; key < keys.Length; key++)
        {
            var weight = Math.Exp(scores[key] - maximum);
            sum += weight;
            for (var feature = 0; feature < output.Length; feature++)
            {
                output[feature] += weight * values[key][feature];
                largest = Math.Max(largest, Math.Abs(values[key][feature]));
            }
        }

        // A score that is off by e makes its weight off by e^e - 1; the difference from the maximum doubles that, and so does the division
        // by the sum.
        // Then come two sums over the keys, the exponential itself, and the rescaling of each block.
        var tolerance = largest * ((2 * (Math.Exp(2 * scoreError) - 1)) + ((40 + (2 * keys.Length)) * Rounding.Unit));
        return ([.. output.Select(value => value / sum)], tolerance);
    }
}
