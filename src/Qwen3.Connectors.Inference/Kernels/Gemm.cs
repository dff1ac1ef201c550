using Qwen3.Connectors.Inference.Threading;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>Weights times activations: <c>y[rows x tokens] = W[rows x K] * x[K x tokens]</c>, on weights in their file format.</summary>
/// <remarks>
/// A task is a block of output rows. It decodes the block to floats once (the packed weight block stays in L2) and uses it for every
/// token: a micro-panel of x of <see cref="KBlock"/> features (16 KB at 16 tokens) stays in L1 while all register tiles of the block
/// use it, so every format costs about the same. With many tokens a packed block has many rows and a short K. With few tokens the read
/// of the file dominates: a block then has few rows and their whole K, which are contiguous in the file, so that the hardware
/// prefetcher follows.
/// </remarks>
internal sealed unsafe class Gemm : IDisposable
{
    // 256 is also the longest block of any format.
    private const int KBlock = 256;
    private const int RowBlock = 4 * GemmMicroKernel.RowMultiple;

    // Twelve rows of this K fill 200 KB of L2; the padding keeps the rows of a tile out of each other's cache sets in L1.
    private const int LongBlockK = 4096;
    private const int RowPadding = 16;
    private const int FewPanels = 2;

    // The micro-kernel reads whole tiles of rows, so the buffer has one tile of rows more than a block.
    private static readonly int PackedBlockFloats = Math.Max(
        (RowBlock + GemmMicroKernel.RowMultiple) * KBlock,
        2 * GemmMicroKernel.RowMultiple * (LongBlockK + RowPadding));

    private readonly GemmMicroKernel _kernel;
    private readonly ParallelRunner _pool;
    private readonly FloatBuffer[] _packedBlocks;
    private readonly FloatBuffer[] _gates;

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
    }

    /// <summary>Floats of all threads' buffers after a product with <paramref name="tokens"/> tokens, for estimates.</summary>
    /// <param name="lanes">Panel width: tokens per panel.</param>
    /// <param name="threadCount">Threads that compute.</param>
    /// <param name="tokens">Tokens of the largest chunk.</param>
    /// <param name="gateRows">Rows of the gated product.</param>
    public static long FloatsFor(int lanes, int threadCount, int tokens, int gateRows)
    {
        var panels = PanelView.PanelsFor(tokens, lanes);
        return threadCount * (PackedBlockFloats + ((long)panels * lanes * RowBlockFor(gateRows, panels, threadCount)));
    }

    /// <summary>Applies several matrices to the same activations in one parallel pass.</summary>
    /// <param name="products">The matrices and their outputs.</param>
    /// <param name="x"><c>[k x tokens]</c>, features of a panel contiguous.</param>
    /// <param name="accumulate">Whether the products are added to the outputs, which implements a residual connection.</param>
    public void Multiply(ReadOnlySpan<Product> products, PanelView x, bool accumulate = false)
    {
        var list = products.ToArray();
        var rowBlock = RowBlockFor(list.Sum(product => product.Weights.Rows), x.PanelCount, _pool.ThreadCount);
        var tasks = list.Sum(product => BlocksOf(product.Weights, rowBlock));
        _pool.Run(tasks, (task, worker) =>
        {
            var which = 0;
            for (; task >= BlocksOf(list[which].Weights, rowBlock); which++)
            {
                task -= BlocksOf(list[which].Weights, rowBlock);
            }

            var (weights, output) = list[which];
            var firstRow = task * rowBlock;
            var rows = Math.Min(rowBlock, weights.Rows - firstRow);
            MultiplyBlock(weights, firstRow, rows, x, output, outputRow: firstRow, accumulate, _packedBlocks[worker].Data);
        });
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
        var rowBlock = RowBlockFor(gate.Rows, x.PanelCount, _pool.ThreadCount);
        _pool.Run(BlocksOf(gate, rowBlock), (task, worker) =>
        {
            var firstRow = task * rowBlock;
            var rows = Math.Min(rowBlock, gate.Rows - firstRow);
            var buffer = _gates[worker];
            buffer.Reserve((long)x.PanelCount * rowBlock * x.Lanes);
            var gates = PanelView.Packed(buffer.Data, x.Lanes, x.TokenCount, rowBlock);
            MultiplyBlock(gate, firstRow, rows, x, gates, outputRow: 0, accumulate: false, _packedBlocks[worker].Data);
            MultiplyBlock(up, firstRow, rows, x, output, outputRow: firstRow, accumulate: false, _packedBlocks[worker].Data);
            for (var panel = 0; panel < x.PanelCount; panel++)
            {
                SwiGlu.Apply(gates.At(panel, 0), output.At(panel, firstRow), rows * x.Lanes);
            }
        });
    }

    public void Dispose()
    {
        foreach (var buffer in _packedBlocks.Concat(_gates))
        {
            buffer.Dispose();
        }
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

    private void MultiplyBlock(
        WeightMatrix weights, int firstRow, int rows, PanelView x, PanelView output, int outputRow, bool accumulate, float* block)
    {
        var fewTokens = x.PanelCount <= FewPanels;
        var blockK = fewTokens ? LongBlockK : KBlock;
        var stride = fewTokens ? Math.Min(LongBlockK, weights.Depth) + RowPadding : KBlock;
        for (var firstK = 0; firstK < weights.Depth; firstK += blockK)
        {
            var k = Math.Min(blockK, weights.Depth - firstK);
            weights.DecodeBlock(firstRow, rows, firstK, k, block, stride);
            for (var at = 0; at < k; at += KBlock)
            {
                var slice = Math.Min(KBlock, k - at);
                if (fewTokens)
                {
                    // Memory would idle while the tiles compute: prefetch what this thread decodes next, a few cache lines at a time.
                    weights.Prefetch(firstRow + (rows * _pool.ThreadCount), rows, firstK + at, slice);
                }

                MultiplyPackedBlock(block + at, stride, rows, x, firstK + at, slice, output, outputRow, accumulate || firstK + at > 0);
            }
        }
    }

    private void MultiplyPackedBlock(
        float* block, int stride, int rows, PanelView x, int firstK, int k, PanelView output, int outputRow, bool accumulate)
    {
        for (var panel = 0; panel < x.PanelCount; panel++)
        {
            _kernel.Multiply(
                block, stride, rows, x.At(panel, firstK), k, x.UsedLanes(panel), output.At(panel, outputRow), output.FeatureStride,
                    accumulate);
        }
    }
}
