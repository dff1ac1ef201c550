using Microsoft.Extensions.AI;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.Tests.VectorSearch;

/// <summary>Against the formulas of sentence-transformers' quantize_embeddings, value by value.</summary>
public class VectorQuantizationTests
{
    private static readonly ReadOnlyMemory<float>[] s_vectors = RandomVectors.Create(300, 67);
    private static readonly QuantizationRanges s_ranges = QuantizationRanges.Calibrate(s_vectors);

    [Fact]
    public void Ranges_are_the_least_and_greatest_values_of_each_dimension()
    {
        for (var i = 0; i < 67; i++)
        {
            Assert.Equal(s_vectors.Min(vector => vector.Span[i]), s_ranges.Minimum.Span[i]);
            Assert.Equal(s_vectors.Max(vector => vector.Span[i]), s_ranges.Maximum.Span[i]);
        }

        Assert.Equal(s_ranges.Minimum.ToArray(),
            QuantizationRanges.Calibrate(s_vectors.Select(vector => new Embedding<float>(vector)).ToVectors()).Minimum.ToArray());
    }

    [Fact]
    public void Eight_bit_codes_are_those_of_the_formula_in_float_arithmetic()
    {
        foreach (var vector in s_vectors)
        {
            var (signed, unsigned) = (VectorQuantization.ToInt8(vector.Span, s_ranges), VectorQuantization.ToUInt8(vector.Span, s_ranges));
            for (var i = 0; i < vector.Length; i++)
            {
                var step = (s_ranges.Maximum.Span[i] - s_ranges.Minimum.Span[i]) / 255f;
                var steps = (vector.Span[i] - s_ranges.Minimum.Span[i]) / step;
                Assert.Equal((int)MathF.Truncate(steps - 128f), signed[i]);
                Assert.Equal((int)MathF.Truncate(steps), unsigned[i]);
            }
        }
    }

    [Fact]
    public void Signed_codes_are_cut_towards_zero_so_they_are_not_the_unsigned_ones_less_128()
    {
        var ranges = new QuantizationRanges([0, 0, 0, 0], [255, 255, 255, 255]);
        Assert.Equal([-128, -27, 0, 127], VectorQuantization.ToInt8([0, 100.5f, 128.9f, 255], ranges));
        Assert.Equal([0, 100, 128, 255], VectorQuantization.ToUInt8([0, 100.5f, 128.9f, 255], ranges));
    }

    [Fact]
    public void Values_outside_the_ranges_are_the_nearest_codes_and_empty_ranges_give_zero()
    {
        var ranges = new QuantizationRanges([0, 0, 5], [1, 1, 5]);
        Assert.Equal([-128, 127, 0], VectorQuantization.ToInt8([-3, 9, 5], ranges));
        Assert.Equal([0, 255, 0], VectorQuantization.ToUInt8([-3, 9, 5], ranges));
    }

    [Fact]
    public void Signs_are_packed_highest_bit_first_and_zero_is_not_above_zero()
    {
        float[] vector = [1, -1, 0, 1e-30f, -0f, -1, -1, 2, -1, 5];
        Assert.Equal([0b1001_0001, 0b0100_0000], VectorQuantization.ToUBinary(vector));
        Assert.Equal([0b1001_0001 - 128, 0b0100_0000 - 128], VectorQuantization.ToBinary(vector));
    }

    [Fact]
    public void What_can_not_be_quantised_is_refused()
    {
        Assert.Throws<ArgumentException>(() => VectorQuantization.ToInt8(new float[3], s_ranges));
        Assert.Throws<ArgumentException>(() => VectorQuantization.ToUInt8(Enumerable.Repeat(float.NaN, 67).ToArray(), s_ranges));
        Assert.Throws<ArgumentException>(() => VectorQuantization.ToUBinary([float.NaN]));
        Assert.Throws<ArgumentException>(() => QuantizationRanges.Calibrate(Array.Empty<ReadOnlyMemory<float>>()));
        Assert.Throws<ArgumentException>(() => new QuantizationRanges([1], [0]));
        Assert.Throws<ArgumentException>(() => new QuantizationRanges([0], [float.NaN]));
        Assert.Throws<ArgumentException>(() => new QuantizationRanges([0], [1, 2]));
        Assert.Throws<ArgumentException>(() => new QuantizationRanges([], []));
    }
}
