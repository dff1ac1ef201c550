using System.Runtime.CompilerServices;
using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>12 rows x 1 register of 16-bit products, for panels that are at most half full.</summary>
/// <remarks>
/// One long method on purpose, as in <see cref="MicroKernel6x2"/>: every sum must stay in a register. Integer sums of a block of 32 values
/// are exact; the float sums are in the output, which is in L1.
/// </remarks>
internal static unsafe class IntegerMicroKernel12x1
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 12;

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
            TPairs c00 = default;
            TPairs c10 = default;
            TPairs c20 = default;
            TPairs c30 = default;
            TPairs c40 = default;
            TPairs c50 = default;
            TPairs c60 = default;
            TPairs c70 = default;
            TPairs c80 = default;
            TPairs c90 = default;
            TPairs ca0 = default;
            TPairs cb0 = default;
            var end = x + (Pairs * 2 * n);
            for (; x < end; x += Unrolled * 2 * n, w += Unrolled)
            {
                var x0 = TLanes.Load(x);
                var weights = TLanes.Broadcast(w[0]);
                c00 = TLanes.MultiplyAddPairs(x0, weights, c00);
                weights = TLanes.Broadcast(w[W]);
                c10 = TLanes.MultiplyAddPairs(x0, weights, c10);
                weights = TLanes.Broadcast(w[2 * W]);
                c20 = TLanes.MultiplyAddPairs(x0, weights, c20);
                weights = TLanes.Broadcast(w[3 * W]);
                c30 = TLanes.MultiplyAddPairs(x0, weights, c30);
                weights = TLanes.Broadcast(w[4 * W]);
                c40 = TLanes.MultiplyAddPairs(x0, weights, c40);
                weights = TLanes.Broadcast(w[5 * W]);
                c50 = TLanes.MultiplyAddPairs(x0, weights, c50);
                weights = TLanes.Broadcast(w[6 * W]);
                c60 = TLanes.MultiplyAddPairs(x0, weights, c60);
                weights = TLanes.Broadcast(w[7 * W]);
                c70 = TLanes.MultiplyAddPairs(x0, weights, c70);
                weights = TLanes.Broadcast(w[8 * W]);
                c80 = TLanes.MultiplyAddPairs(x0, weights, c80);
                weights = TLanes.Broadcast(w[9 * W]);
                c90 = TLanes.MultiplyAddPairs(x0, weights, c90);
                weights = TLanes.Broadcast(w[10 * W]);
                ca0 = TLanes.MultiplyAddPairs(x0, weights, ca0);
                weights = TLanes.Broadcast(w[11 * W]);
                cb0 = TLanes.MultiplyAddPairs(x0, weights, cb0);
                x0 = TLanes.Load(x + (2 * n));
                weights = TLanes.Broadcast(w[1]);
                c00 = TLanes.MultiplyAddPairs(x0, weights, c00);
                weights = TLanes.Broadcast(w[W + 1]);
                c10 = TLanes.MultiplyAddPairs(x0, weights, c10);
                weights = TLanes.Broadcast(w[(2 * W) + 1]);
                c20 = TLanes.MultiplyAddPairs(x0, weights, c20);
                weights = TLanes.Broadcast(w[(3 * W) + 1]);
                c30 = TLanes.MultiplyAddPairs(x0, weights, c30);
                weights = TLanes.Broadcast(w[(4 * W) + 1]);
                c40 = TLanes.MultiplyAddPairs(x0, weights, c40);
                weights = TLanes.Broadcast(w[(5 * W) + 1]);
                c50 = TLanes.MultiplyAddPairs(x0, weights, c50);
                weights = TLanes.Broadcast(w[(6 * W) + 1]);
                c60 = TLanes.MultiplyAddPairs(x0, weights, c60);
                weights = TLanes.Broadcast(w[(7 * W) + 1]);
                c70 = TLanes.MultiplyAddPairs(x0, weights, c70);
                weights = TLanes.Broadcast(w[(8 * W) + 1]);
                c80 = TLanes.MultiplyAddPairs(x0, weights, c80);
                weights = TLanes.Broadcast(w[(9 * W) + 1]);
                c90 = TLanes.MultiplyAddPairs(x0, weights, c90);
                weights = TLanes.Broadcast(w[(10 * W) + 1]);
                ca0 = TLanes.MultiplyAddPairs(x0, weights, ca0);
                weights = TLanes.Broadcast(w[(11 * W) + 1]);
                cb0 = TLanes.MultiplyAddPairs(x0, weights, cb0);
                x0 = TLanes.Load(x + (4 * n));
                weights = TLanes.Broadcast(w[2]);
                c00 = TLanes.MultiplyAddPairs(x0, weights, c00);
                weights = TLanes.Broadcast(w[W + 2]);
                c10 = TLanes.MultiplyAddPairs(x0, weights, c10);
                weights = TLanes.Broadcast(w[(2 * W) + 2]);
                c20 = TLanes.MultiplyAddPairs(x0, weights, c20);
                weights = TLanes.Broadcast(w[(3 * W) + 2]);
                c30 = TLanes.MultiplyAddPairs(x0, weights, c30);
                weights = TLanes.Broadcast(w[(4 * W) + 2]);
                c40 = TLanes.MultiplyAddPairs(x0, weights, c40);
                weights = TLanes.Broadcast(w[(5 * W) + 2]);
                c50 = TLanes.MultiplyAddPairs(x0, weights, c50);
                weights = TLanes.Broadcast(w[(6 * W) + 2]);
                c60 = TLanes.MultiplyAddPairs(x0, weights, c60);
                weights = TLanes.Broadcast(w[(7 * W) + 2]);
                c70 = TLanes.MultiplyAddPairs(x0, weights, c70);
                weights = TLanes.Broadcast(w[(8 * W) + 2]);
                c80 = TLanes.MultiplyAddPairs(x0, weights, c80);
                weights = TLanes.Broadcast(w[(9 * W) + 2]);
                c90 = TLanes.MultiplyAddPairs(x0, weights, c90);
                weights = TLanes.Broadcast(w[(10 * W) + 2]);
                ca0 = TLanes.MultiplyAddPairs(x0, weights, ca0);
                weights = TLanes.Broadcast(w[(11 * W) + 2]);
                cb0 = TLanes.MultiplyAddPairs(x0, weights, cb0);
                x0 = TLanes.Load(x + (6 * n));
                weights = TLanes.Broadcast(w[3]);
                c00 = TLanes.MultiplyAddPairs(x0, weights, c00);
                weights = TLanes.Broadcast(w[W + 3]);
                c10 = TLanes.MultiplyAddPairs(x0, weights, c10);
                weights = TLanes.Broadcast(w[(2 * W) + 3]);
                c20 = TLanes.MultiplyAddPairs(x0, weights, c20);
                weights = TLanes.Broadcast(w[(3 * W) + 3]);
                c30 = TLanes.MultiplyAddPairs(x0, weights, c30);
                weights = TLanes.Broadcast(w[(4 * W) + 3]);
                c40 = TLanes.MultiplyAddPairs(x0, weights, c40);
                weights = TLanes.Broadcast(w[(5 * W) + 3]);
                c50 = TLanes.MultiplyAddPairs(x0, weights, c50);
                weights = TLanes.Broadcast(w[(6 * W) + 3]);
                c60 = TLanes.MultiplyAddPairs(x0, weights, c60);
                weights = TLanes.Broadcast(w[(7 * W) + 3]);
                c70 = TLanes.MultiplyAddPairs(x0, weights, c70);
                weights = TLanes.Broadcast(w[(8 * W) + 3]);
                c80 = TLanes.MultiplyAddPairs(x0, weights, c80);
                weights = TLanes.Broadcast(w[(9 * W) + 3]);
                c90 = TLanes.MultiplyAddPairs(x0, weights, c90);
                weights = TLanes.Broadcast(w[(10 * W) + 3]);
                ca0 = TLanes.MultiplyAddPairs(x0, weights, ca0);
                weights = TLanes.Broadcast(w[(11 * W) + 3]);
                cb0 = TLanes.MultiplyAddPairs(x0, weights, cb0);
            }

            var s0 = TLanes.Load(xScales);
            var sum = y;
            TLanes.Store(TLanes.MultiplyAddScaled(c00, s0, *scales, TLanes.Load(sum)), sum);
            sum += yStride;
            TLanes.Store(TLanes.MultiplyAddScaled(c10, s0, scales[S], TLanes.Load(sum)), sum);
            sum += yStride;
            TLanes.Store(TLanes.MultiplyAddScaled(c20, s0, scales[2 * S], TLanes.Load(sum)), sum);
            sum += yStride;
            TLanes.Store(TLanes.MultiplyAddScaled(c30, s0, scales[3 * S], TLanes.Load(sum)), sum);
            sum += yStride;
            TLanes.Store(TLanes.MultiplyAddScaled(c40, s0, scales[4 * S], TLanes.Load(sum)), sum);
            sum += yStride;
            TLanes.Store(TLanes.MultiplyAddScaled(c50, s0, scales[5 * S], TLanes.Load(sum)), sum);
            sum += yStride;
            TLanes.Store(TLanes.MultiplyAddScaled(c60, s0, scales[6 * S], TLanes.Load(sum)), sum);
            sum += yStride;
            TLanes.Store(TLanes.MultiplyAddScaled(c70, s0, scales[7 * S], TLanes.Load(sum)), sum);
            sum += yStride;
            TLanes.Store(TLanes.MultiplyAddScaled(c80, s0, scales[8 * S], TLanes.Load(sum)), sum);
            sum += yStride;
            TLanes.Store(TLanes.MultiplyAddScaled(c90, s0, scales[9 * S], TLanes.Load(sum)), sum);
            sum += yStride;
            TLanes.Store(TLanes.MultiplyAddScaled(ca0, s0, scales[10 * S], TLanes.Load(sum)), sum);
            sum += yStride;
            TLanes.Store(TLanes.MultiplyAddScaled(cb0, s0, scales[11 * S], TLanes.Load(sum)), sum);
        }
    }
}
