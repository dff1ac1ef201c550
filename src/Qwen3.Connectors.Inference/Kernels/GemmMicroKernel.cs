using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>The GEMM micro-kernel: a small matrix product in registers, used by all weight matrices and by attention.</summary>
/// <remarks>
/// A vector register holds one feature of neighbouring tokens; the weights of a row are broadcast one by one. An output
/// <c>y[row, token] = sum over k of w[row, k] * x[k, token]</c> is summed in ascending k, independent of kernel, batch and thread:
/// a text gives the same bits alone and in a batch.
/// </remarks>
internal abstract unsafe class GemmMicroKernel
{
    /// <summary>Row counts of weight blocks should be multiples of this, so that no partial tile is computed.</summary>
    public const int RowMultiple = 12;

    /// <summary>The micro-kernels of this build, fastest first.</summary>
    /// <remarks>
    /// Those with 16-bit products compute quantised weights with them and everything else as the float kernel of the same width. They pay
    /// where the CPU multiplies 16-bit integers faster than floats: AMD from Zen 3 on, and not Intel's AVX-512, which has the same peak for
    /// both. They are used when they are asked for by name: rounded activations change a reranker's probabilities by up to 3e-4, and
    /// <see cref="Best"/> promises 1e-4. AvxVnni.V512 of .NET 11 will be one more entry.
    /// AVX-512 has 32 registers: 12 rows x 2 take 24 for sums, 2 for x, 1 to broadcast. AVX2 has 16: 6 x 2, 2, 1. NEON has 32 of 4 lanes.
    /// The portable kernel needs 16 registers of 4 floats and no instruction set extension.
    /// </remarks>
    public static IReadOnlyList<GemmMicroKernel> All { get; } =
    [
        new GemmMicroKernel12x2<Lanes512, Vector512<float>>(
            "avx512-int16", new VectorIntegerMicroKernel<IntegerLanes512, Vector512<int>, Vector512<float>>(manyRegisters: true),
            () => Avx512BW.IsSupported && IntegerSpeed.Exceeds<Lanes512, Vector512<float>, IntegerLanes512, Vector512<int>>()),
        new GemmMicroKernel12x2<Lanes512, Vector512<float>>("avx512"),
        new GemmMicroKernel6x2<Lanes256, Vector256<float>>(
            "avx2-int16", new VectorIntegerMicroKernel<IntegerLanes256, Vector256<int>, Vector256<float>>(manyRegisters: false),
            () => Lanes256.IsAccelerated && IntegerSpeed.Exceeds<Lanes256, Vector256<float>, IntegerLanes256, Vector256<int>>()),
        new GemmMicroKernel6x2<Lanes256, Vector256<float>>("avx2"),
        new GemmMicroKernel12x2<Lanes128, Vector128<float>>("neon", isFast: () => AdvSimd.Arm64.IsSupported),
        new GemmMicroKernel6x2<Lanes128, Vector128<float>>(
            "portable-int16", new VectorIntegerMicroKernel<IntegerLanes128, Vector128<int>, Vector128<float>>(manyRegisters: false),
            () => Sse2.IsSupported && IntegerSpeed.Exceeds<Lanes128, Vector128<float>, IntegerLanes128, Vector128<int>>()),
        new GemmMicroKernel6x2<Lanes128, Vector128<float>>("portable", isFast: () => true),
    ];

    private readonly int _wideRows;
    private readonly Lazy<bool> _isFast;

    protected GemmMicroKernel(string name, int lanes, int wideRows, IntegerMicroKernel? integers, Func<bool> isFast)
    {
        Name = name;
        Lanes = lanes;
        _wideRows = wideRows;
        Integers = integers;
        _isFast = new Lazy<bool>(isFast);
    }

    /// <summary>The names, fastest first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(kernel => kernel.Name)];

    /// <summary>The first kernel that suits this CPU.</summary>
    public static GemmMicroKernel Best { get; } = All.First(kernel => kernel.Integers is null && kernel.IsFast);

    /// <summary>Name in <see cref="InferenceOptions.Kernel"/>.</summary>
    public string Name { get; }

    /// <summary>Panel width: the tokens of two registers.</summary>
    public int Lanes { get; }

    /// <summary>
    /// The kernel of integer products, for weights of an <see cref="Formats.IntegerFormat"/>; null for float products only.
    /// </summary>
    public IntegerMicroKernel? Integers { get; }

    /// <summary>
    /// Whether the kernel suits this CPU: it has the instructions, and integer products are faster than float ones. Other kernels compute
    /// the same results, more slowly.
    /// </summary>
    public bool IsFast => _isFast.Value;

    /// <summary>Returns the kernel of a name, or null.</summary>
    public static GemmMicroKernel? Find(string name) => All.FirstOrDefault(kernel => kernel.Name == name);

    /// <summary>Computes <c>y[row, token] (+)= sum over k of w[row, k] * x[k, token]</c> for one panel of tokens.</summary>
    /// <param name="w">
    /// Weights <c>[rows x K]</c>, rows <paramref name="wStride"/> apart. Up to 11 rows after the last may be read; their products are
    /// dropped.
    /// </param>
    /// <param name="wStride">Floats from a row of weights to the next.</param>
    /// <param name="rows">Rows to compute.</param>
    /// <param name="x">One micro-panel of activations <c>[K x Lanes]</c>.</param>
    /// <param name="k">K: values of a row.</param>
    /// <param name="usedLanes">Columns of the panel that hold tokens; if at most half do, only the first half is computed.</param>
    /// <param name="y">One micro-panel of outputs <c>[rows x Lanes]</c>, rows <paramref name="yStride"/> apart.</param>
    /// <param name="yStride">Floats from an output row to the next.</param>
    /// <param name="accumulate">Whether the products are added to the values of <paramref name="y"/>.</param>
    public void Multiply(float* w, nint wStride, int rows, float* x, int k, int usedLanes, float* y, nint yStride, bool accumulate)
    {
        var narrow = usedLanes <= Lanes / 2;
        var tileRows = narrow ? MicroKernel12x1.Rows : _wideRows;
        var row = 0;
        for (; row + tileRows <= rows; row += tileRows)
        {
            MultiplyTile(narrow, w + (row * wStride), wStride, x, k, y + (row * yStride), yStride, accumulate);
        }

        if (row < rows)
        {
            MultiplyPartialTile(narrow, w + (row * wStride), wStride, rows - row, x, k, y + (row * yStride), yStride, accumulate);
        }
    }

    /// <summary>A tile of two registers of tokens.</summary>
    protected abstract void MultiplyWideTile(float* w, nint wStride, float* x, int k, float* y, nint yStride, bool accumulate);

    /// <summary>A tile of one register of tokens; the rows of <paramref name="x"/> still have <see cref="Lanes"/> values.</summary>
    protected abstract void MultiplyNarrowTile(float* w, nint wStride, float* x, int k, float* y, nint yStride, bool accumulate);

    private void MultiplyTile(bool narrow, float* w, nint wStride, float* x, int k, float* y, nint yStride, bool accumulate)
    {
        if (narrow)
        {
            MultiplyNarrowTile(w, wStride, x, k, y, yStride, accumulate);
        }
        else
        {
            MultiplyWideTile(w, wStride, x, k, y, yStride, accumulate);
        }
    }

    /// <summary>The last rows of a block: computes a whole tile into a temporary buffer and copies the rows that exist.</summary>
    private void MultiplyPartialTile(
        bool narrow, float* w, nint wStride, int rows, float* x, int k, float* y, nint yStride,
        bool accumulate)
    {
        var lanes = narrow ? Lanes / 2 : Lanes;
        var temporary = stackalloc float[RowMultiple * Lanes];
        if (accumulate)
        {
            for (var row = 0; row < rows; row++)
            {
                new ReadOnlySpan<float>(y + (row * yStride), lanes).CopyTo(new Span<float>(temporary + (row * Lanes), lanes));
            }
        }

        MultiplyTile(narrow, w, wStride, x, k, temporary, Lanes, accumulate);
        for (var row = 0; row < rows; row++)
        {
            new ReadOnlySpan<float>(temporary + (row * Lanes), lanes).CopyTo(new Span<float>(y + (row * yStride), lanes));
        }
    }
}
