using System.Runtime.CompilerServices;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>The micro-kernel of integer products: 16-bit integers, exact sums of 32 values in 32 bits, float sums beyond.</summary>
/// <remarks>
/// <c>y[row, token] += sum over blocks of (sum over 32 of w * x) * (scale of token * scale of row)</c>, blocks in the order of K, whatever
/// kernel, batch and thread: a text gives the same bits alone and in a batch.
/// </remarks>
/// <param name="lanes">Panel width: the tokens of two registers.</param>
internal abstract unsafe class IntegerMicroKernel(int lanes)
{
    private const int S = PackedIntegers.SliceScales;
    private const int W = PackedIntegers.Slice / 2;

    /// <summary>Multiplies a slice of a packed weight block with one panel of tokens.</summary>
    /// <param name="w">
    /// Integers <c>[rows x 256]</c>. Up to 11 rows after the last may be read; their products are dropped.
    /// </param>
    /// <param name="scales"><c>[rows x 8]</c>.</param>
    /// <param name="rows">Rows to compute.</param>
    /// <param name="x">Pairs of a micro-panel <c>[128 x lanes]</c>.</param>
    /// <param name="xScales"><c>[8 x lanes]</c>.</param>
    /// <param name="blocks">Blocks of 32 values, 1 to 8.</param>
    /// <param name="usedLanes">Columns of the panel that hold tokens; if at most half do, only the first half is computed.</param>
    /// <param name="y">One micro-panel of outputs <c>[rows x lanes]</c>, rows <paramref name="yStride"/> apart.</param>
    /// <param name="yStride">Floats from an output row to the next.</param>
    /// <param name="accumulate">Whether the products are added to the values of <paramref name="y"/>.</param>
    public void Multiply(
        short* w, float* scales, int rows, int* x, float* xScales, int blocks, int usedLanes, float* y, nint yStride, bool accumulate)
    {
        var narrow = usedLanes <= lanes / 2;
        var width = narrow ? lanes / 2 : lanes;
        var tileRows = narrow ? IntegerMicroKernel12x1.Rows : IntegerMicroKernel6x2.Rows;
        var pairs = (int*)w;
        if (!accumulate)
        {
            for (var row = 0; row < rows; row++)
            {
                new Span<float>(y + (row * yStride), width).Clear();
            }
        }

        var first = 0;
        for (; first + tileRows <= rows; first += tileRows)
        {
            MultiplyTile(narrow, pairs + (first * W), scales + (first * S), x, xScales, blocks, y + (first * yStride), yStride);
        }

        if (first < rows)
        {
            MultiplyPartialTile(
                narrow, pairs + (first * W), scales + (first * S), rows - first, x, xScales, blocks, y + (first * yStride), yStride);
        }
    }

    /// <summary>Adds the products of a whole tile to <paramref name="y"/>.</summary>
    /// <param name="narrow">Whether a tile has 12 rows x 1 register, otherwise 6 rows x 2.</param>
    /// <param name="w">Pairs of weights <c>[rows x 128]</c>.</param>
    /// <param name="scales"><c>[rows x 8]</c>.</param>
    /// <param name="x">Pairs of a micro-panel <c>[128 x lanes]</c>.</param>
    /// <param name="xScales"><c>[8 x lanes]</c>.</param>
    /// <param name="blocks">Blocks of 32 values.</param>
    /// <param name="y">Outputs <c>[rows x lanes]</c>.</param>
    /// <param name="yStride">Floats from an output row to the next.</param>
    protected abstract void MultiplyTile(
        bool narrow, int* w, float* scales, int* x, float* xScales, int blocks, float* y, nint yStride);

    /// <summary>The last rows of a block: computes a whole tile in a temporary buffer, of which the rows that exist are copied.</summary>
    [SkipLocalsInit]
    private void MultiplyPartialTile(
        bool narrow, int* w, float* scales, int rows, int* x, float* xScales, int blocks, float* y, nint yStride)
    {
        var width = narrow ? lanes / 2 : lanes;
        var tile = stackalloc float[IntegerMicroKernel12x1.Rows * lanes];
        for (var row = 0; row < rows; row++)
        {
            new ReadOnlySpan<float>(y + (row * yStride), width).CopyTo(new Span<float>(tile + (row * lanes), width));
        }

        MultiplyTile(narrow, w, scales, x, xScales, blocks, tile, lanes);
        for (var row = 0; row < rows; row++)
        {
            new ReadOnlySpan<float>(tile + (row * lanes), width).CopyTo(new Span<float>(y + (row * yStride), width));
        }
    }
}
