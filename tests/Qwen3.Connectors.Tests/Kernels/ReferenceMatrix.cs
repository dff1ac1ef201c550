namespace Qwen3.Connectors.Tests.Kernels;

/// <summary>The slow twin of all matrix products: one sum after the other, in double precision.</summary>
internal sealed class ReferenceMatrix
{
    private ReferenceMatrix(double[][] values, double[][] magnitudes)
    {
        Values = values;
        Magnitudes = magnitudes;
    }

    /// <summary>The products, <c>[tokens][rows]</c>.</summary>
    public double[][] Values { get; }

    /// <summary>The same sums of absolute values, <c>[tokens][rows]</c>: what rounding errors are relative to.</summary>
    public double[][] Magnitudes { get; }

    /// <param name="weights"><c>[rows][depth]</c>.</param>
    /// <param name="tokens"><c>[tokens][depth]</c>.</param>
    public static ReferenceMatrix Multiply(float[][] weights, float[][] tokens)
    {
        var both = tokens.Select(token => weights.Select(row => Dot(row, token)).ToArray()).ToArray();
        return new ReferenceMatrix(
            [.. both.Select(token => token.Select(dot => dot.Value).ToArray())],
            [.. both.Select(token => token.Select(dot => dot.Magnitude).ToArray())]);
    }

    public static (double Value, double Magnitude) Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (value, magnitude) = (0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            var product = (double)a[i] * b[i];
            value += product;
            magnitude += Math.Abs(product);
        }

        return (value, magnitude);
    }
}
