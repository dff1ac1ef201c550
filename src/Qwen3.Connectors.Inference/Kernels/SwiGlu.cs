using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>The gate of the feed-forward layer: <c>silu(g) * u</c> with <c>silu(g) = g / (1 + e^-g)</c>.</summary>
internal static unsafe class SwiGlu
{
    /// <summary>Computes <c>up = silu(gate) * up</c> in place.</summary>
    /// <param name="gate"><c>[count]</c>.</param>
    /// <param name="up"><c>[count]</c>; also the result.</param>
    /// <param name="count">A multiple of 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(float* gate, float* up, int count)
    {
        for (var i = 0; i < count; i += 8)
        {
            var g = Vector256.Load(gate + i);
            var u = Vector256.Load(up + i);
            (g / (Vector256<float>.One + VectorMath.Exp(-g)) * u).Store(up + i);
        }
    }
}
