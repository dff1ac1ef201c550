using Qwen3.Connectors.Inference.Formats;
using Qwen3.Connectors.Inference.Threading;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>Weights times activations: <c>y[rows x tokens] = W[rows x K] * x[K x tokens]</c>, on weights in their file format.</summary>
/// <remarks>
/// A task is a block of output rows. It decodes the block once, to floats or 16-bit integers (the packed weight block stays in L2), and
/// uses it for every token: a micro-panel of x of <see cref="KBlock"/> features (16 KB at 16 tokens) stays in L1 while all register tiles
/// of the block use it, so every format costs about the same. With many tokens a packed block has many rows and a short K. With few tokens
/// the read of the file dominates: a block then has few rows and their whole K, which are contiguous in the file, so that the hardware
/// prefetcher follows.
/// <para>Operands of the running product are fields, and tasks are methods: nothing is allocated per product.</para>
/// </remarks>
internal sealed unsafe class Gemm : IDisposable
{
    // 256 is also the longest block of any format.
    private const int KBlock = PackedIntegers.Slice;
    private const int RowBlock = 4 * GemmMicroKernel.RowMultiple;

    // Twelve rows of this K fill 200 KB of L2; the padding keeps the rows of a tile out of each other's cache sets in L1.
    private const int LongBlockK = 4096;
    private const int RowPadding = 16;
    private const int FewPanels = 2;

    // The micro-kernel reads whole tiles of rows, so the buffer has one tile of rows more than a block. Integers take half the space.
    private static readonly int PackedBlockFloats = Math.Max(
        (RowBlock + GemmMicroKernel.RowMultiple) * KBlock,
        2 * GemmMicroKernel.RowMultiple * (LongBlockK + RowPadding));

    private readonly GemmMicroKernel _kernel;
    private readonly ParallelRunner _pool;
    private readonly FloatBuffer[] _packedBlocks;
    private readonly FloatBuffer[] _gates;
    private readonly QuantizedPanels _quantized = new();
    private readonly Action<int, int> _multiply;
    private readonly Action<int, int> _multiplyGated;
    private readonly Action<int, int> _quantize;

    private Product[] _products = [];
    private int _productCount;
    private PanelView _x;
    private bool _accumulate;
    private int _rowBlock;

    public Gemm(GemmMicroKernel kernel, ParallelRunner pool)
    {
        _kernel = kernel;
        _pool = pool;
        _packedBlocks = CreateBuffers(pool.ThreadCount);
        _gates = CreateBuffers(pool.ThreadCount);
        foreach (var block in _packedBlocks)
        {
            block.Reserve(PackedBlockFloats);
        }

        _multiply = MultiplyTask;
        _multiplyGated = MultiplyGatedTask;
        _quantize = (panel, _) => _quantized.Quantize(panel, _x.At(panel, 0), _products[0].Weights.Depth);
    }

    /// <summary>Floats of all buffers after products with <paramref name="tokens"/> tokens, for estimates.</summary>
    /// <param name="kernel">The micro-kernel.</param>
    /// <param name="threadCount">Threads that compute.</param>
    /// <param name="tokens">Tokens of the largest chunk.</param>
    /// <param name="gateRows">Rows of the gated product.</param>
    /// <param name="integerK">The longest K of weights that an <see cref="IntegerFormat"/> holds; 0 for none.</param>
    public static long FloatsFor(GemmMicroKernel kernel, int threadCount, int tokens, int gateRows, int integerK)
    {
        var panels = PanelView.PanelsFor(tokens, kernel.Lanes);
        return threadCount * (PackedBlockFloats + ((long)panels * kernel.Lanes * RowBlockFor(gateRows, panels, threadCount)))
            + (kernel.Integers is null ? 0 : QuantizedPanels.FloatsFor(kernel.Lanes, tokens, integerK));
    }

    /// <summary>Applies several matrices to the same activations in one parallel pass.</summary>
    /// <param name="products">The matrices and their outputs.</param>
    /// <param name="x"><c>[k x tokens]</c>, features of a panel contiguous.</param>
    /// <param name="accumulate">Whether the products are added to the outputs, which implements a residual connection.</param>
    public void Multiply(ReadOnlySpan<Product> products, PanelView x, bool accumulate = false)
    {
        var rows = Begin(products, x, accumulate);
        _rowBlock = RowBlockFor(rows, x.PanelCount, _pool.ThreadCount);
        var tasks = 0;
        foreach (var product in products)
        {
            tasks += BlocksOf(product.Weights, _rowBlock);
        }

        _pool.Run(tasks, _multiply);
    }

    /// <summary>
    /// The gated part of a feed-forward layer: <c>y = silu(Wgate x) * (Wup x)</c>. The gate is applied while both blocks are in cache.
    /// </summary>
    /// <param name="gate"><c>[rows x k]</c>.</param>
    /// <param name="up"><c>[rows x k]</c>.</param>
    /// <param name="x"><c>[k x tokens]</c>.</param>
    /// <param name="output"><c>[rows x tokens]</c>.</param>
    public void MultiplyGated(WeightMatrix gate, WeightMatrix up, PanelView x, PanelView output)
    {
        Begin([new Product(gate, output), new Product(up, output)], x, accumulate: false);
        _rowBlock = RowBlockFor(gate.Rows, x.PanelCount, _pool.ThreadCount);
        _pool.Run(BlocksOf(gate, _rowBlock), _multiplyGated);
    }

    public void Dispose()
    {
        foreach (var buffer in _packedBlocks.Concat(_gates))
        {
            buffer.Dispose();
        }

        _quantized.Dispose();
    }

    private static FloatBuffer[] CreateBuffers(int count) => [.. Enumerable.Range(0, count).Select(_ => new FloatBuffer())];

    private static int BlocksOf(WeightMatrix weights, int rowBlock) => (weights.Rows + rowBlock - 1) / rowBlock;

    /// <summary>
    /// With few tokens, few rows: the file is read in long contiguous streams. With many tokens, as many rows as L2 holds.
    /// </summary>
    private static int RowBlockFor(int rows, int panelCount, int threadCount)
    {
        var block = panelCount <= FewPanels ? GemmMicroKernel.RowMultiple : RowBlock;
        while (block > GemmMicroKernel.RowMultiple && rows / block < 4 * threadCount)
        {
            block -= GemmMicroKernel.RowMultiple;
        }

        return block;
    }

    /// <summary>Takes the operands, and rounds the activations if any of the matrices is multiplied in integers.</summary>
    /// <returns>Rows of all matrices.</returns>
    private int Begin(ReadOnlySpan<Product> products, PanelView x, bool accumulate)
    {
        if (_products.Length < products.Length)
        {
            _products = new Product[products.Length];
        }

        products.CopyTo(_products);
        _productCount = products.Length;
        _x = x;
        _accumulate = accumulate;
        var (rows, integers) = (0, false);
        foreach (var (weights, _) in products)
        {
            rows += weights.Rows;
            integers |= IsInteger(weights);
        }

        if (integers)
        {
            _quantized.Reserve(x.Lanes, x.TokenCount, products[0].Weights.Depth);
            _pool.Run(x.PanelCount, _quantize);
        }

        return rows;
    }

    private bool IsInteger(WeightMatrix weights) => _kernel.Integers is not null && weights.Format is IntegerFormat;

    private void MultiplyTask(int task, int worker)
    {
        var which = 0;
        for (; which < _productCount - 1 && task >= BlocksOf(_products[which].Weights, _rowBlock); which++)
        {
            task -= BlocksOf(_products[which].Weights, _rowBlock);
        }

        var (weights, output) = _products[which];
        var firstRow = task * _rowBlock;
        MultiplyBlock(weights, firstRow, Math.Min(_rowBlock, weights.Rows - firstRow), output, firstRow, worker);
    }

    private void MultiplyGatedTask(int task, int worker)
    {
        var (gate, output) = _products[0];
        var up = _products[1].Weights;
        var firstRow = task * _rowBlock;
        var rows = Math.Min(_rowBlock, gate.Rows - firstRow);
        var buffer = _gates[worker];
        buffer.Reserve((long)_x.PanelCount * _rowBlock * _x.Lanes);
        var gates = PanelView.Packed(buffer.Data, _x.Lanes, _x.TokenCount, _rowBlock);
        MultiplyBlock(gate, firstRow, rows, gates, outputRow: 0, worker);
        MultiplyBlock(up, firstRow, rows, output, outputRow: firstRow, worker);
        for (var panel = 0; panel < _x.PanelCount; panel++)
        {
            SwiGlu.Apply(gates.At(panel, 0), output.At(panel, firstRow), rows * _x.Lanes);
        }
    }

    private void MultiplyBlock(WeightMatrix weights, int firstRow, int rows, PanelView output, int outputRow, int worker)
    {
        var block = _packedBlocks[worker].Data;
        if (IsInteger(weights))
        {
            MultiplyIntegers(weights, firstRow, rows, output, outputRow, new PackedIntegers(block, _rowBlock));
        }
        else
        {
            MultiplyFloats(weights, firstRow, rows, output, outputRow, block);
        }
    }

    private void MultiplyFloats(WeightMatrix weights, int firstRow, int rows, PanelView output, int outputRow, float* block)
    {
        var fewTokens = _x.PanelCount <= FewPanels;
        var blockK = fewTokens ? LongBlockK : KBlock;
        var stride = fewTokens ? Math.Min(LongBlockK, weights.Depth) + RowPadding : KBlock;
        for (var firstK = 0; firstK < weights.Depth; firstK += blockK)
        {
            var k = Math.Min(blockK, weights.Depth - firstK);
            weights.DecodeBlock(firstRow, rows, firstK, k, block, stride);
            for (var at = 0; at < k; at += KBlock)
            {
                var slice = Math.Min(KBlock, k - at);
                PrefetchNext(weights, firstRow, rows, firstK + at, slice);
                for (var panel = 0; panel < _x.PanelCount; panel++)
                {
                    _kernel.Multiply(
                        block + at, stride, rows, _x.At(panel, firstK + at), slice, _x.UsedLanes(panel), output.At(panel, outputRow),
                        output.FeatureStride, _accumulate || firstK + at > 0);
                }
            }
        }
    }

    private void MultiplyIntegers(WeightMatrix weights, int firstRow, int rows, PanelView output, int outputRow, PackedIntegers block)
    {
        var blockK = _x.PanelCount <= FewPanels ? LongBlockK : KBlock;
        for (var firstK = 0; firstK < weights.Depth; firstK += blockK)
        {
            var k = Math.Min(blockK, weights.Depth - firstK);
            block.Decode(weights, firstRow, rows, firstK, k);
            for (var at = 0; at < k; at += KBlock)
            {
                var slice = Math.Min(KBlock, k - at);
                PrefetchNext(weights, firstRow, rows, firstK + at, slice);
                MultiplySlice(weights, rows, block, at / KBlock, (firstK + at) / KBlock, slice, output, outputRow);
            }
        }
    }

    /// <param name="weights">The matrix.</param>
    /// <param name="rows">Rows of the block.</param>
    /// <param name="block">The decoded rows.</param>
    /// <param name="blockSlice">The slice's index in the block.</param>
    /// <param name="slice">The slice's index in K.</param>
    /// <param name="k">Values of a row in the slice.</param>
    /// <param name="output"><c>[rows x tokens]</c>.</param>
    /// <param name="outputRow">The output row of the block's first row.</param>
    private void MultiplySlice(
        WeightMatrix weights, int rows, PackedIntegers block, int blockSlice, int slice, int k, PanelView output, int outputRow)
    {
        var minimumLength = ((IntegerFormat)weights.Format).MinimumLength;
        for (var panel = 0; panel < _x.PanelCount; panel++)
        {
            var (y, usedLanes) = ((nint)output.At(panel, outputRow), _x.UsedLanes(panel));
            _kernel.Integers!.Multiply(
                block.Integers(blockSlice), block.Scales(blockSlice), rows, _quantized.Pairs(panel, slice), _quantized.Scales(panel, slice),
                k / IntegerFormat.ScaleLength, usedLanes, (float*)y, output.FeatureStride, _accumulate || slice > 0);
            if (minimumLength > 0)
            {
                // A minimum is added to every weight of its group: its product is that with the sum of the group's activations.
                _kernel.Multiply(
                    block.Minimums(blockSlice), PackedIntegers.SliceMinimums, rows, _quantized.Sums(panel, slice, minimumLength),
                    k / minimumLength, usedLanes, (float*)y, output.FeatureStride, accumulate: true);
            }
        }
    }

    /// <summary>
    /// With few tokens, memory would idle while the tiles compute: prefetches what this thread decodes next, a few cache lines at a time.
    /// </summary>
    private void PrefetchNext(WeightMatrix weights, int firstRow, int rows, int firstK, int k)
    {
        if (_x.PanelCount <= FewPanels)
        {
            weights.Prefetch(firstRow + (rows * _pool.ThreadCount), rows, firstK, k);
        }
    }
}
