using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>Element-wise functions of vectors.</summary>
/// <remarks>
/// Element-wise kernels use 256-bit vectors: every panel width is a multiple of 8, and the JIT splits them on other CPUs.
/// </remarks>
internal static class VectorMath
{
    /// <summary><c>e^x</c> within 2 units in the last place; 0 below -87.3, infinity above 88.7, NaN for NaN.</summary>
    /// <remarks>
    /// The expf of Cephes: x = n ln2 + r with |r| at most ln2 / 2 (ln2 in two parts, so that r is exact), a polynomial for e^r, and n
    /// added to the exponent.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        var clamped = Vector256.Min(Vector256.Max(x, Vector256.Create(-87.33654f)), Vector256.Create(88.72283f));
        var n = Vector256.Round(clamped * 1.44269504f);
        var r = Vector256.MultiplyAddEstimate(n, Vector256.Create(-0.693359375f), clamped);
        r = Vector256.MultiplyAddEstimate(n, Vector256.Create(2.12194440e-4f), r);
        var p = Vector256.Create(1.9875691500e-4f);
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(1.3981999507e-3f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(8.3334519073e-3f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(4.1665795894e-2f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(1.6666665459e-1f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(5.0000001201e-1f));
        p = Vector256.MultiplyAddEstimate(p, r * r, r + Vector256<float>.One);

        // n reaches 128, and 2^128 is not a float: multiply by 2^(n/2) twice.
        var whole = Vector256.ConvertToInt32(n);
        var half = whole >> 1;
        var result = p * PowerOfTwo(half) * PowerOfTwo(whole - half);
        result = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(-87.33654f)), Vector256<float>.Zero, result);
        var overflows = Vector256.GreaterThan(x, Vector256.Create(88.72283f));
        result = Vector256.ConditionalSelect(overflows, Vector256.Create(float.PositiveInfinity), result);
        return Vector256.ConditionalSelect(Vector256.Equals(x, x), result, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> PowerOfTwo(Vector256<int> n) => ((n + Vector256.Create(127)) << 23).AsSingle();
}
