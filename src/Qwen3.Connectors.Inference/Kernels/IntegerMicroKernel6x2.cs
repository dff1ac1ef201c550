using System.Runtime.CompilerServices;
using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>6 rows x 2 registers of 16-bit products: 12 integer sums, 2 of x, 1 of w, 1 product fill 16 registers.</summary>
/// <remarks>
/// One long method on purpose, as in <see cref="MicroKernel6x2"/>: every sum must stay in a register. Integer sums of a block of 32 values
/// are exact; the float sums are in the output, which is in L1.
/// </remarks>
internal static unsafe class IntegerMicroKernel6x2
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 6;

    // Integers of a row as pairs; a constant, so that every row is addressed by one pointer.
    private const int W = PackedIntegers.Slice / 2;
    private const int Pairs = IntegerFormat.ScaleLength / 2;
    private const int S = PackedIntegers.SliceScales;
    private const int Unrolled = 4;

    /// <inheritdoc cref="IntegerMicroKernel.MultiplyTile"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TLanes, TPairs, TVector>(
        int* w, float* scales, int* x, float* xScales, int blocks, float* y, nint yStride)
        where TLanes : struct, IIntegerLanes<TPairs, TVector>
        where TPairs : struct
        where TVector : struct
    {
        var n = TLanes.Count;
        for (; blocks > 0; blocks--, scales++, xScales += 2 * n)
        {
            TPairs c00 = default, c01 = default;
            TPairs c10 = default, c11 = default;
            TPairs c20 = default, c21 = default;
            TPairs c30 = default, c31 = default;
            TPairs c40 = default, c41 = default;
            TPairs c50 = default, c51 = default;
            var end = x + (Pairs * 2 * n);
            for (; x < end; x += Unrolled * 2 * n, w += Unrolled)
            {
                var x0 = TLanes.Load(x);
                var x1 = TLanes.Load(x + n);
                var weights = TLanes.Broadcast(w[0]);
                c00 = TLanes.MultiplyAddPairs(x0, weights, c00);
                c01 = TLanes.MultiplyAddPairs(x1, weights, c01);
                weights = TLanes.Broadcast(w[W]);
                c10 = TLanes.MultiplyAddPairs(x0, weights, c10);
                c11 = TLanes.MultiplyAddPairs(x1, weights, c11);
                weights = TLanes.Broadcast(w[2 * W]);
                c20 = TLanes.MultiplyAddPairs(x0, weights, c20);
                c21 = TLanes.MultiplyAddPairs(x1, weights, c21);
                weights = TLanes.Broadcast(w[3 * W]);
                c30 = TLanes.MultiplyAddPairs(x0, weights, c30);
                c31 = TLanes.MultiplyAddPairs(x1, weights, c31);
                weights = TLanes.Broadcast(w[4 * W]);
                c40 = TLanes.MultiplyAddPairs(x0, weights, c40);
                c41 = TLanes.MultiplyAddPairs(x1, weights, c41);
                weights = TLanes.Broadcast(w[5 * W]);
                c50 = TLanes.MultiplyAddPairs(x0, weights, c50);
                c51 = TLanes.MultiplyAddPairs(x1, weights, c51);
                x0 = TLanes.Load(x + (2 * n));
                x1 = TLanes.Load(x + (3 * n));
                weights = TLanes.Broadcast(w[1]);
                c00 = TLanes.MultiplyAddPairs(x0, weights, c00);
                c01 = TLanes.MultiplyAddPairs(x1, weights, c01);
                weights = TLanes.Broadcast(w[W + 1]);
                c10 = TLanes.MultiplyAddPairs(x0, weights, c10);
                c11 = TLanes.MultiplyAddPairs(x1, weights, c11);
                weights = TLanes.Broadcast(w[(2 * W) + 1]);
                c20 = TLanes.MultiplyAddPairs(x0, weights, c20);
                c21 = TLanes.MultiplyAddPairs(x1, weights, c21);
                weights = TLanes.Broadcast(w[(3 * W) + 1]);
                c30 = TLanes.MultiplyAddPairs(x0, weights, c30);
                c31 = TLanes.MultiplyAddPairs(x1, weights, c31);
                weights = TLanes.Broadcast(w[(4 * W) + 1]);
                c40 = TLanes.MultiplyAddPairs(x0, weights, c40);
                c41 = TLanes.MultiplyAddPairs(x1, weights, c41);
                weights = TLanes.Broadcast(w[(5 * W) + 1]);
                c50 = TLanes.MultiplyAddPairs(x0, weights, c50);
                c51 = TLanes.MultiplyAddPairs(x1, weights, c51);
                x0 = TLanes.Load(x + (4 * n));
                x1 = TLanes.Load(x + (5 * n));
                weights = TLanes.Broadcast(w[2]);
                c00 = TLanes.MultiplyAddPairs(x0, weights, c00);
                c01 = TLanes.MultiplyAddPairs(x1, weights, c01);
                weights = TLanes.Broadcast(w[W + 2]);
                c10 = TLanes.MultiplyAddPairs(x0, weights, c10);
                c11 = TLanes.MultiplyAddPairs(x1, weights, c11);
                weights = TLanes.Broadcast(w[(2 * W) + 2]);
                c20 = TLanes.MultiplyAddPairs(x0, weights, c20);
                c21 = TLanes.MultiplyAddPairs(x1, weights, c21);
                weights = TLanes.Broadcast(w[(3 * W) + 2]);
                c30 = TLanes.MultiplyAddPairs(x0, weights, c30);
                c31 = TLanes.MultiplyAddPairs(x1, weights, c31);
                weights = TLanes.Broadcast(w[(4 * W) + 2]);
                c40 = TLanes.MultiplyAddPairs(x0, weights, c40);
                c41 = TLanes.MultiplyAddPairs(x1, weights, c41);
                weights = TLanes.Broadcast(w[(5 * W) + 2]);
                c50 = TLanes.MultiplyAddPairs(x0, weights, c50);
                c51 = TLanes.MultiplyAddPairs(x1, weights, c51);
                x0 = TLanes.Load(x + (6 * n));
                x1 = TLanes.Load(x + (7 * n));
                weights = TLanes.Broadcast(w[3]);
                c00 = TLanes.MultiplyAddPairs(x0, weights, c00);
                c01 = TLanes.MultiplyAddPairs(x1, weights, c01);
                weights = TLanes.Broadcast(w[W + 3]);
                c10 = TLanes.MultiplyAddPairs(x0, weights, c10);
                c11 = TLanes.MultiplyAddPairs(x1, weights, c11);
                weights = TLanes.Broadcast(w[(2 * W) + 3]);
                c20 = TLanes.MultiplyAddPairs(x0, weights, c20);
                c21 = TLanes.MultiplyAddPairs(x1, weights, c21);
                weights = TLanes.Broadcast(w[(3 * W) + 3]);
                c30 = TLanes.MultiplyAddPairs(x0, weights, c30);
                c31 = TLanes.MultiplyAddPairs(x1, weights, c31);
                weights = TLanes.Broadcast(w[(4 * W) + 3]);
                c40 = TLanes.MultiplyAddPairs(x0, weights, c40);
                c41 = TLanes.MultiplyAddPairs(x1, weights, c41);
                weights = TLanes.Broadcast(w[(5 * W) + 3]);
                c50 = TLanes.MultiplyAddPairs(x0, weights, c50);
                c51 = TLanes.MultiplyAddPairs(x1, weights, c51);
            }

            var s0 = TLanes.Load(xScales);
            var s1 = TLanes.Load(xScales + n);
            var sum = y;
            TLanes.Store(TLanes.MultiplyAddScaled(c00, s0, *scales, TLanes.Load(sum)), sum);
            TLanes.Store(TLanes.MultiplyAddScaled(c01, s1, *scales, TLanes.Load(sum + n)), sum + n);
            sum += yStride;
            TLanes.Store(TLanes.MultiplyAddScaled(c10, s0, scales[S], TLanes.Load(sum)), sum);
            TLanes.Store(TLanes.MultiplyAddScaled(c11, s1, scales[S], TLanes.Load(sum + n)), sum + n);
            sum += yStride;
            TLanes.Store(TLanes.MultiplyAddScaled(c20, s0, scales[2 * S], TLanes.Load(sum)), sum);
            TLanes.Store(TLanes.MultiplyAddScaled(c21, s1, scales[2 * S], TLanes.Load(sum + n)), sum + n);
            sum += yStride;
            TLanes.Store(TLanes.MultiplyAddScaled(c30, s0, scales[3 * S], TLanes.Load(sum)), sum);
            TLanes.Store(TLanes.MultiplyAddScaled(c31, s1, scales[3 * S], TLanes.Load(sum + n)), sum + n);
            sum += yStride;
            TLanes.Store(TLanes.MultiplyAddScaled(c40, s0, scales[4 * S], TLanes.Load(sum)), sum);
            TLanes.Store(TLanes.MultiplyAddScaled(c41, s1, scales[4 * S], TLanes.Load(sum + n)), sum + n);
            sum += yStride;
            TLanes.Store(TLanes.MultiplyAddScaled(c50, s0, scales[5 * S], TLanes.Load(sum)), sum);
            TLanes.Store(TLanes.MultiplyAddScaled(c51, s1, scales[5 * S], TLanes.Load(sum + n)), sum + n);
        }
    }
}
