using System.Runtime.CompilerServices;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>12 rows x 2 registers: 24 sums, 2 of x, 1 of w fill 27 of 32 registers.</summary>
/// <remarks>
/// One long method on purpose: every sum must stay in a register, and the JIT keeps it there only if it is a local variable.
/// One pointer addresses three rows (offsets of 0, 1 and 2 strides), which the x86 addressing modes do at no cost.
/// </remarks>
internal static unsafe class MicroKernel12x2
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
        TVector c00 = default, c01 = default;
        TVector c10 = default, c11 = default;
        TVector c20 = default, c21 = default;
        TVector c30 = default, c31 = default;
        TVector c40 = default, c41 = default;
        TVector c50 = default, c51 = default;
        TVector c60 = default, c61 = default;
        TVector c70 = default, c71 = default;
        TVector c80 = default, c81 = default;
        TVector c90 = default, c91 = default;
        TVector ca0 = default, ca1 = default;
        TVector cb0 = default, cb1 = default;
        if (accumulate)
        {
            var sum = y;
            c00 = TLanes.Load(sum); c01 = TLanes.Load(sum + n);
            sum += yStride;
            c10 = TLanes.Load(sum); c11 = TLanes.Load(sum + n);
            sum += yStride;
            c20 = TLanes.Load(sum); c21 = TLanes.Load(sum + n);
            sum += yStride;
            c30 = TLanes.Load(sum); c31 = TLanes.Load(sum + n);
            sum += yStride;
            c40 = TLanes.Load(sum); c41 = TLanes.Load(sum + n);
            sum += yStride;
            c50 = TLanes.Load(sum); c51 = TLanes.Load(sum + n);
            sum += yStride;
            c60 = TLanes.Load(sum); c61 = TLanes.Load(sum + n);
            sum += yStride;
            c70 = TLanes.Load(sum); c71 = TLanes.Load(sum + n);
            sum += yStride;
            c80 = TLanes.Load(sum); c81 = TLanes.Load(sum + n);
            sum += yStride;
            c90 = TLanes.Load(sum); c91 = TLanes.Load(sum + n);
            sum += yStride;
            ca0 = TLanes.Load(sum); ca1 = TLanes.Load(sum + n);
            sum += yStride;
            cb0 = TLanes.Load(sum); cb1 = TLanes.Load(sum + n);
        }

        var w3 = w + (3 * wStride);
        var w6 = w + (6 * wStride);
        var w9 = w + (9 * wStride);
        var end = x + ((nint)k * n * 2);
        for (; x < end; x += 2 * n, w++, w3++, w6++, w9++)
        {
            var x0 = TLanes.Load(x);
            var x1 = TLanes.Load(x + n);
            var weight = TLanes.Broadcast(*w);
            c00 = TLanes.MultiplyAdd(weight, x0, c00);
            c01 = TLanes.MultiplyAdd(weight, x1, c01);
            weight = TLanes.Broadcast(w[wStride]);
            c10 = TLanes.MultiplyAdd(weight, x0, c10);
            c11 = TLanes.MultiplyAdd(weight, x1, c11);
            weight = TLanes.Broadcast(w[2 * wStride]);
            c20 = TLanes.MultiplyAdd(weight, x0, c20);
            c21 = TLanes.MultiplyAdd(weight, x1, c21);
            weight = TLanes.Broadcast(*w3);
            c30 = TLanes.MultiplyAdd(weight, x0, c30);
            c31 = TLanes.MultiplyAdd(weight, x1, c31);
            weight = TLanes.Broadcast(w3[wStride]);
            c40 = TLanes.MultiplyAdd(weight, x0, c40);
            c41 = TLanes.MultiplyAdd(weight, x1, c41);
            weight = TLanes.Broadcast(w3[2 * wStride]);
            c50 = TLanes.MultiplyAdd(weight, x0, c50);
            c51 = TLanes.MultiplyAdd(weight, x1, c51);
            weight = TLanes.Broadcast(*w6);
            c60 = TLanes.MultiplyAdd(weight, x0, c60);
            c61 = TLanes.MultiplyAdd(weight, x1, c61);
            weight = TLanes.Broadcast(w6[wStride]);
            c70 = TLanes.MultiplyAdd(weight, x0, c70);
            c71 = TLanes.MultiplyAdd(weight, x1, c71);
            weight = TLanes.Broadcast(w6[2 * wStride]);
            c80 = TLanes.MultiplyAdd(weight, x0, c80);
            c81 = TLanes.MultiplyAdd(weight, x1, c81);
            weight = TLanes.Broadcast(*w9);
            c90 = TLanes.MultiplyAdd(weight, x0, c90);
            c91 = TLanes.MultiplyAdd(weight, x1, c91);
            weight = TLanes.Broadcast(w9[wStride]);
            ca0 = TLanes.MultiplyAdd(weight, x0, ca0);
            ca1 = TLanes.MultiplyAdd(weight, x1, ca1);
            weight = TLanes.Broadcast(w9[2 * wStride]);
            cb0 = TLanes.MultiplyAdd(weight, x0, cb0);
            cb1 = TLanes.MultiplyAdd(weight, x1, cb1);
        }

        TLanes.Store(c00, y);
        TLanes.Store(c01, y + n);
        y += yStride;
        TLanes.Store(c10, y);
        TLanes.Store(c11, y + n);
        y += yStride;
        TLanes.Store(c20, y);
        TLanes.Store(c21, y + n);
        y += yStride;
        TLanes.Store(c30, y);
        TLanes.Store(c31, y + n);
        y += yStride;
        TLanes.Store(c40, y);
        TLanes.Store(c41, y + n);
        y += yStride;
        TLanes.Store(c50, y);
        TLanes.Store(c51, y + n);
        y += yStride;
        TLanes.Store(c60, y);
        TLanes.Store(c61, y + n);
        y += yStride;
        TLanes.Store(c70, y);
        TLanes.Store(c71, y + n);
        y += yStride;
        TLanes.Store(c80, y);
        TLanes.Store(c81, y + n);
        y += yStride;
        TLanes.Store(c90, y);
        TLanes.Store(c91, y + n);
        y += yStride;
        TLanes.Store(ca0, y);
        TLanes.Store(ca1, y + n);
        y += yStride;
        TLanes.Store(cb0, y);
        TLanes.Store(cb1, y + n);
    }
}
