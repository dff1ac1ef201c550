using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>Small matrix products in registers: the one piece of arithmetic that all matrices, and attention, are made of.</summary>
/// <remarks>
/// Tokens lie side by side in the lanes of a register; a row of weights is broadcast value by value. An output
/// <c>y[row, lane] = sum over depth of w[row, depth] * x[depth, lane]</c> is summed in the order of depth, whatever the kernel, the batch
/// or the thread: that is why a text gives the same bits alone and in a batch.
/// </remarks>
internal abstract unsafe class GemmMicroKernel
{
    /// <summary>Rows of a block of weights should be a multiple of this, so that no tile is computed in vain.</summary>
    public const int RowMultiple = 12;

    /// <summary>Every kernel of this build, fastest first.</summary>
    /// <remarks>
    /// AVX-512 has 32 registers: 12 rows x 2 take 24 for sums, 2 for x, 1 to broadcast. AVX2 has 16: 6 x 2, 2, 1. NEON has 32 of 4 lanes.
    /// The portable kernel needs 16 registers of 4 lanes, and nothing else of the CPU.
    /// </remarks>
    public static IReadOnlyList<GemmMicroKernel> All { get; } =
    [
        new GemmMicroKernel12x2<Lanes512, Vector512<float>>("avx512"),
        new GemmMicroKernel6x2<Lanes256, Vector256<float>>("avx2"),
        new GemmMicroKernel12x2<Lanes128, Vector128<float>>("neon", RuntimeInformation.ProcessArchitecture == Architecture.Arm64),
        new GemmMicroKernel6x2<Lanes128, Vector128<float>>("portable", isFast: true),
    ];

    private readonly int _wideRows;

    protected GemmMicroKernel(string name, int lanes, int wideRows, bool isFast)
    {
        Name = name;
        Lanes = lanes;
        _wideRows = wideRows;
        IsFast = isFast;
    }

    /// <summary>The names, fastest first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(kernel => kernel.Name)];

    /// <summary>The first kernel that this CPU has the instructions for.</summary>
    public static GemmMicroKernel Best { get; } = All.First(kernel => kernel.IsFast);

    /// <summary>What options call it.</summary>
    public string Name { get; }

    /// <summary>Tokens of a panel: two registers full.</summary>
    public int Lanes { get; }

    /// <summary>Whether this CPU has the instructions; the kernel gives the same results slowly when not.</summary>
    public bool IsFast { get; }

    /// <summary>The kernel of a name, or null.</summary>
    public static GemmMicroKernel? Find(string name) => All.FirstOrDefault(kernel => kernel.Name == name);

    /// <summary>Computes <c>y[row, lane] (+)= sum over depth of w[row, depth] * x[depth, lane]</c> for one panel of tokens.</summary>
    /// <param name="w">Weights <c>[rows x depth]</c>, rows <paramref name="wStride"/> apart. Up to 11 rows behind the last may be read, and their products dropped.</param>
    /// <param name="wStride">Floats from a row of weights to the next.</param>
    /// <param name="rows">Rows to compute.</param>
    /// <param name="x">One panel of activations <c>[depth x Lanes]</c>.</param>
    /// <param name="depth">Values of a row.</param>
    /// <param name="usedLanes">Lanes that hold tokens; with half of them or fewer only the first half is computed.</param>
    /// <param name="y">One panel of outputs <c>[rows x Lanes]</c>, rows <paramref name="yStride"/> apart.</param>
    /// <param name="yStride">Floats from an output row to the next.</param>
    /// <param name="accumulate">Whether the products are added to what stands in <paramref name="y"/>.</param>
    public void Multiply(float* w, nint wStride, int rows, float* x, int depth, int usedLanes, float* y, nint yStride, bool accumulate)
    {
        var narrow = usedLanes <= Lanes / 2;
        var tileRows = narrow ? MicroKernel12x1.Rows : _wideRows;
        var row = 0;
        for (; row + tileRows <= rows; row += tileRows)
        {
            Tile(narrow, w + (row * wStride), wStride, x, depth, y + (row * yStride), yStride, accumulate);
        }

        if (row < rows)
        {
            PartialTile(narrow, w + (row * wStride), wStride, rows - row, x, depth, y + (row * yStride), yStride, accumulate);
        }
    }

    /// <summary>Two registers of tokens wide.</summary>
    protected abstract void WideTile(float* w, nint wStride, float* x, int depth, float* y, nint yStride, bool accumulate);

    /// <summary>One register of tokens wide; <paramref name="x"/> still has rows of <see cref="Lanes"/>.</summary>
    protected abstract void MicroKernel12x1Of(float* w, nint wStride, float* x, int depth, float* y, nint yStride, bool accumulate);

    private void Tile(bool narrow, float* w, nint wStride, float* x, int depth, float* y, nint yStride, bool accumulate)
    {
        if (narrow)
        {
            MicroKernel12x1Of(w, wStride, x, depth, y, yStride, accumulate);
        }
        else
        {
            WideTile(w, wStride, x, depth, y, yStride, accumulate);
        }
    }

    /// <summary>The last rows of a block: a whole tile is computed aside and the rows that exist are kept.</summary>
    private void PartialTile(bool narrow, float* w, nint wStride, int rows, float* x, int depth, float* y, nint yStride, bool accumulate)
    {
        var lanes = narrow ? Lanes / 2 : Lanes;
        var aside = stackalloc float[RowMultiple * Lanes];
        if (accumulate)
        {
            for (var row = 0; row < rows; row++)
            {
                new ReadOnlySpan<float>(y + (row * yStride), lanes).CopyTo(new Span<float>(aside + (row * Lanes), lanes));
            }
        }

        Tile(narrow, w, wStride, x, depth, aside, Lanes, accumulate);
        for (var row = 0; row < rows; row++)
        {
            new ReadOnlySpan<float>(aside + (row * Lanes), lanes).CopyTo(new Span<float>(y + (row * yStride), lanes));
        }
    }
}
