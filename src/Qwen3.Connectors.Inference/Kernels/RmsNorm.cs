using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>Root mean square norm: <c>y = x * weight / sqrt(mean(x^2) + epsilon)</c>, over the features of each token.</summary>
internal static unsafe class RmsNorm
{
    /// <summary>Normalises one micro-panel; <paramref name="y"/> may be <paramref name="x"/>.</summary>
    /// <param name="x"><c>[features x lanes]</c>.</param>
    /// <param name="weight"><c>[features]</c>.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <param name="lanes">Panel width, a multiple of 8.</param>
    /// <param name="y"><c>[features x lanes]</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(float* x, ReadOnlySpan<float> weight, float epsilon, int lanes, float* y)
    {
        for (var lane = 0; lane < lanes; lane += 8)
        {
            var scale = Vector256<float>.One / Vector256.Sqrt(MeanSquare(x + lane, weight.Length, lanes) + Vector256.Create(epsilon));
            var source = x + lane;
            var destination = y + lane;
            foreach (var w in weight)
            {
                (Vector256.Load(source) * scale * w).Store(destination);
                source += lanes;
                destination += lanes;
            }
        }
    }

    private static Vector256<float> MeanSquare(float* x, int features, int lanes)
    {
        // Four sums: a shorter dependency chain and a smaller rounding error than one sum.
        var sum0 = Vector256<float>.Zero;
        var sum1 = sum0;
        var sum2 = sum0;
        var sum3 = sum0;
        var feature = 0;
        for (; feature + 4 <= features; feature += 4, x += 4 * lanes)
        {
            var v0 = Vector256.Load(x);
            var v1 = Vector256.Load(x + lanes);
            var v2 = Vector256.Load(x + (2 * lanes));
            var v3 = Vector256.Load(x + (3 * lanes));
            sum0 += v0 * v0;
            sum1 += v1 * v1;
            sum2 += v2 * v2;
            sum3 += v3 * v3;
        }

        for (; feature < features; feature++, x += lanes)
        {
            var v = Vector256.Load(x);
            sum0 += v * v;
        }

        return (sum0 + sum1 + (sum2 + sum3)) / features;
    }
}
