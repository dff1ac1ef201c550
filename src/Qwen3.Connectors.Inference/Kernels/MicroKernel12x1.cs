using System.Runtime.CompilerServices;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>12 rows x 1 register, for panels that are at most half full: 12 independent sums, half the work.</summary>
/// <remarks>
/// One long method on purpose: every sum must stay in a register, and the JIT keeps it there only if it is a local variable.
/// One pointer addresses three rows (offsets of 0, 1 and 2 strides), which the x86 addressing modes do at no cost.
/// </remarks>
internal static unsafe class MicroKernel12x1
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 12;

    /// <inheritdoc cref="GemmMicroKernel.Multiply"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TLanes, TVector>(float* w, nint wStride, float* x, int k, float* y, nint yStride, bool accumulate)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var n = TLanes.Count;
        TVector c0 = default;
        TVector c1 = default;
        TVector c2 = default;
        TVector c3 = default;
        TVector c4 = default;
        TVector c5 = default;
        TVector c6 = default;
        TVector c7 = default;
        TVector c8 = default;
        TVector c9 = default;
        TVector ca = default;
        TVector cb = default;
        if (accumulate)
        {
            var sum = y;
            c0 = TLanes.Load(sum);
            sum += yStride;
            c1 = TLanes.Load(sum);
            sum += yStride;
            c2 = TLanes.Load(sum);
            sum += yStride;
            c3 = TLanes.Load(sum);
            sum += yStride;
            c4 = TLanes.Load(sum);
            sum += yStride;
            c5 = TLanes.Load(sum);
            sum += yStride;
            c6 = TLanes.Load(sum);
            sum += yStride;
            c7 = TLanes.Load(sum);
            sum += yStride;
            c8 = TLanes.Load(sum);
            sum += yStride;
            c9 = TLanes.Load(sum);
            sum += yStride;
            ca = TLanes.Load(sum);
            sum += yStride;
            cb = TLanes.Load(sum);
        }

        var w3 = w + (3 * wStride);
        var w6 = w + (6 * wStride);
        var w9 = w + (9 * wStride);
        var end = x + ((nint)k * n * 2);
        for (; x < end; x += 2 * n, w++, w3++, w6++, w9++)
        {
            var x0 = TLanes.Load(x);
            c0 = TLanes.MultiplyAdd(TLanes.Broadcast(*w), x0, c0);
            c1 = TLanes.MultiplyAdd(TLanes.Broadcast(w[wStride]), x0, c1);
            c2 = TLanes.MultiplyAdd(TLanes.Broadcast(w[2 * wStride]), x0, c2);
            c3 = TLanes.MultiplyAdd(TLanes.Broadcast(*w3), x0, c3);
            c4 = TLanes.MultiplyAdd(TLanes.Broadcast(w3[wStride]), x0, c4);
            c5 = TLanes.MultiplyAdd(TLanes.Broadcast(w3[2 * wStride]), x0, c5);
            c6 = TLanes.MultiplyAdd(TLanes.Broadcast(*w6), x0, c6);
            c7 = TLanes.MultiplyAdd(TLanes.Broadcast(w6[wStride]), x0, c7);
            c8 = TLanes.MultiplyAdd(TLanes.Broadcast(w6[2 * wStride]), x0, c8);
            c9 = TLanes.MultiplyAdd(TLanes.Broadcast(*w9), x0, c9);
            ca = TLanes.MultiplyAdd(TLanes.Broadcast(w9[wStride]), x0, ca);
            cb = TLanes.MultiplyAdd(TLanes.Broadcast(w9[2 * wStride]), x0, cb);
        }

        TLanes.Store(c0, y);
        y += yStride;
        TLanes.Store(c1, y);
        y += yStride;
        TLanes.Store(c2, y);
        y += yStride;
        TLanes.Store(c3, y);
        y += yStride;
        TLanes.Store(c4, y);
        y += yStride;
        TLanes.Store(c5, y);
        y += yStride;
        TLanes.Store(c6, y);
        y += yStride;
        TLanes.Store(c7, y);
        y += yStride;
        TLanes.Store(c8, y);
        y += yStride;
        TLanes.Store(c9, y);
        y += yStride;
        TLanes.Store(ca, y);
        y += yStride;
        TLanes.Store(cb, y);
    }
}
