using System.Runtime.CompilerServices;
using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>6 rows x 2 registers of 16-bit products, for 32 vector registers: 12 integer sums and 12 float sums.</summary>
/// <remarks>
/// One long method on purpose, as in <see cref="MicroKernel6x2"/>: every sum must stay in a register. Integer sums of a block of 32 values
/// are exact; the float sums stay in registers until the end of the slice.
/// </remarks>
internal static unsafe class IntegerMicroKernel6x2Float
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
        var y00 = TLanes.Load(y);
        var y01 = TLanes.Load(y + n);
        var y10 = TLanes.Load(y + yStride);
        var y11 = TLanes.Load(y + yStride + n);
        var y20 = TLanes.Load(y + (2 * yStride));
        var y21 = TLanes.Load(y + (2 * yStride) + n);
        var y30 = TLanes.Load(y + (3 * yStride));
        var y31 = TLanes.Load(y + (3 * yStride) + n);
        var y40 = TLanes.Load(y + (4 * yStride));
        var y41 = TLanes.Load(y + (4 * yStride) + n);
        var y50 = TLanes.Load(y + (5 * yStride));
        var y51 = TLanes.Load(y + (5 * yStride) + n);
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
            y00 = TLanes.MultiplyAddScaled(c00, s0, *scales, y00);
            y01 = TLanes.MultiplyAddScaled(c01, s1, *scales, y01);
            y10 = TLanes.MultiplyAddScaled(c10, s0, scales[S], y10);
            y11 = TLanes.MultiplyAddScaled(c11, s1, scales[S], y11);
            y20 = TLanes.MultiplyAddScaled(c20, s0, scales[2 * S], y20);
            y21 = TLanes.MultiplyAddScaled(c21, s1, scales[2 * S], y21);
            y30 = TLanes.MultiplyAddScaled(c30, s0, scales[3 * S], y30);
            y31 = TLanes.MultiplyAddScaled(c31, s1, scales[3 * S], y31);
            y40 = TLanes.MultiplyAddScaled(c40, s0, scales[4 * S], y40);
            y41 = TLanes.MultiplyAddScaled(c41, s1, scales[4 * S], y41);
            y50 = TLanes.MultiplyAddScaled(c50, s0, scales[5 * S], y50);
            y51 = TLanes.MultiplyAddScaled(c51, s1, scales[5 * S], y51);
        }

        TLanes.Store(y00, y);
        TLanes.Store(y01, y + n);
        TLanes.Store(y10, y + yStride);
        TLanes.Store(y11, y + yStride + n);
        TLanes.Store(y20, y + (2 * yStride));
        TLanes.Store(y21, y + (2 * yStride) + n);
        TLanes.Store(y30, y + (3 * yStride));
        TLanes.Store(y31, y + (3 * yStride) + n);
        TLanes.Store(y40, y + (4 * yStride));
        TLanes.Store(y41, y + (4 * yStride) + n);
        TLanes.Store(y50, y + (5 * yStride));
        TLanes.Store(y51, y + (5 * yStride) + n);
    }
}
