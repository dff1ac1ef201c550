using System.Numerics.Tensors;

namespace Qwen3.Connectors.VectorSearch;

/// <summary>
/// Quantises vectors for other stores, by the formulas of <c>quantize_embeddings</c> of sentence-transformers. Safe for concurrent use.
/// </summary>
/// <remarks>
/// A <see cref="VectorIndex"/> quantises by itself. A value outside the ranges, for which numpy's result is undefined, becomes the nearest
/// code.
/// </remarks>
public static class VectorQuantization
{
    /// <summary>
    /// Quantises to one signed byte per value (<c>precision="int8"</c>): <c>(value - minimum) / step - 128</c>, rounded towards zero.
    /// </summary>
    /// <param name="vector"><c>[dimensions]</c>.</param>
    /// <param name="ranges">The range of each dimension.</param>
    /// <returns><c>[dimensions]</c>, -128 to 127.</returns>
    /// <exception cref="ArgumentException">The vector has another number of dimensions than the ranges, or a value that is not
    /// finite.</exception>
    public static sbyte[] ToInt8(ReadOnlySpan<float> vector, QuantizationRanges ranges)
    {
        var steps = Steps(vector, ranges);
        TensorPrimitives.Subtract(steps, 128f, steps);
        var codes = new sbyte[steps.Length];
        TensorPrimitives.ConvertSaturating<float, sbyte>(steps, codes);
        return codes;
    }

    /// <summary>Quantises to one byte per value (<c>precision="uint8"</c>): <c>(value - minimum) / step</c>, rounded down.</summary>
    /// <param name="vector"><c>[dimensions]</c>.</param>
    /// <param name="ranges">The range of each dimension.</param>
    /// <returns><c>[dimensions]</c>, 0 to 255.</returns>
    /// <exception cref="ArgumentException">The vector has another number of dimensions than the ranges, or a value that is not
    /// finite.</exception>
    public static byte[] ToUInt8(ReadOnlySpan<float> vector, QuantizationRanges ranges)
    {
        var steps = Steps(vector, ranges);
        var codes = new byte[steps.Length];
        TensorPrimitives.ConvertSaturating<float, byte>(steps, codes);
        return codes;
    }

    /// <summary>
    /// Quantises to one bit per value (<c>precision="ubinary"</c>): 1 if it is above zero, the first value in the highest bit of the
    /// first byte (<c>numpy.packbits</c>).
    /// </summary>
    /// <param name="vector"><c>[dimensions]</c>.</param>
    /// <returns><c>[dimensions / 8, rounded up]</c>; unused bits are zero.</returns>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static byte[] ToUBinary(ReadOnlySpan<float> vector)
    {
        CheckFinite(vector);
        var bytes = new byte[(vector.Length + 7) / 8];
        PackSigns(vector, bytes);
        return bytes;
    }

    /// <summary>Quantises to one bit per value in signed bytes (<c>precision="binary"</c>): <see cref="ToUBinary"/> minus 128.</summary>
    /// <param name="vector"><c>[dimensions]</c>.</param>
    /// <returns><c>[dimensions / 8, rounded up]</c>.</returns>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static sbyte[] ToBinary(ReadOnlySpan<float> vector) => Array.ConvertAll(ToUBinary(vector), code => (sbyte)(code - 128));

    /// <summary>Sets the bit of each value above zero, highest bit first.</summary>
    /// <param name="vector"><c>[dimensions]</c>.</param>
    /// <param name="destination"><c>[dimensions / 8, rounded up, or more]</c>, all zero.</param>
    internal static void PackSigns(ReadOnlySpan<float> vector, Span<byte> destination)
    {
        for (var i = 0; i < vector.Length; i++)
        {
            if (vector[i] > 0)
            {
                destination[i / 8] |= (byte)(0x80 >> (i % 8));
            }
        }
    }

    /// <summary>The steps of each value above its minimum. An empty range gives NaN, which converts to 0 as in numpy.</summary>
    private static float[] Steps(ReadOnlySpan<float> vector, QuantizationRanges ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        if (vector.Length != ranges.Dimensions)
        {
            throw new ArgumentException(
                $"The vector has {vector.Length} values; {ranges.Dimensions}, the width of the ranges, were expected.", nameof(vector));
        }

        CheckFinite(vector);
        var steps = new float[vector.Length];
        TensorPrimitives.Subtract(vector, ranges.Minimum.Span, steps);
        TensorPrimitives.Divide(steps, ranges.Step.Span, steps);
        return steps;
    }

    private static void CheckFinite(ReadOnlySpan<float> vector)
    {
        if (!TensorPrimitives.IsFiniteAll(vector))
        {
            throw new ArgumentException("The vector has a value that is not finite; finite values were expected.", nameof(vector));
        }
    }
}
