using System.Runtime.CompilerServices;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>6 rows x 2 registers: 12 sums, 2 of x, 1 of w fill 15 of 16 registers.</summary>
/// <remarks>
/// One long method on purpose: every sum must stay in a register, and the JIT keeps it there only if it is a local variable.
/// One pointer addresses three rows (offsets of 0, 1 and 2 strides), which the x86 addressing modes do at no cost.
/// </remarks>
internal static unsafe class MicroKernel6x2
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 6;

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
        }

        var w3 = w + (3 * wStride);
        var end = x + ((nint)k * n * 2);
        for (; x < end; x += 2 * n, w++, w3++)
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
    }
}
