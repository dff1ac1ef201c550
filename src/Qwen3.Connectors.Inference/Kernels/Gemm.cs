using Qwen3.Connectors.Inference.Threading;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>Weights times activations: <c>y[rows x tokens] = W[rows x depth] * x[depth x tokens]</c>, on weights in their file format.</summary>
/// <remarks>
/// A task is a block of output rows. It decodes a slab of them to floats once (it stays in L2) and uses it for every token: a panel of x,
/// <see cref="DepthBlock"/> deep (16 KB at 16 lanes), stays in L1 while all tiles of the slab pass over it. So every format costs about the same.
/// With many tokens a slab is wide and shallow. With few, reading the file is what takes the time: then it is few rows and their whole depth, which
/// lie one behind the other in the file, so that the CPU's prefetcher follows.
/// </remarks>
internal sealed unsafe class Gemm : IDisposable
{
    // 256 is also the longest block of any format.
    private const int DepthBlock = 256;
    private const int RowBlock = 4 * GemmMicroKernel.RowMultiple;

    // Twelve rows of this depth fill 200 KB of L2; the slack keeps the rows of a tile out of each other's sets in L1.
    private const int DeepSlab = 4096;
    private const int SlabSlack = 16;
    private const int FewPanels = 2;

    // A tile may read whole tiles of rows, so a tile of rows of slack.
    private static readonly int SlabFloats = Math.Max((RowBlock + GemmMicroKernel.RowMultiple) * DepthBlock, 2 * GemmMicroKernel.RowMultiple * (DeepSlab + SlabSlack));

    private readonly GemmMicroKernel _kernel;
    private readonly ParallelRunner _pool;
    private readonly FloatBuffer[] _slabs;
    private readonly FloatBuffer[] _gates;

    public Gemm(GemmMicroKernel kernel, ParallelRunner pool)
    {
        _kernel = kernel;
        _pool = pool;
        _slabs = CreateBuffers(pool.ThreadCount);
        _gates = CreateBuffers(pool.ThreadCount);
        foreach (var slab in _slabs)
        {
            slab.Reserve(SlabFloats);
        }
    }

    /// <summary>Floats that all threads' buffers take once <paramref name="tokens"/> tokens went through together, for estimates.</summary>
    /// <param name="lanes">Tokens of a panel.</param>
    /// <param name="threadCount">Threads that compute.</param>
    /// <param name="tokens">Tokens of the largest chunk.</param>
    /// <param name="gateRows">Rows of the gated product.</param>
    public static long FloatsFor(int lanes, int threadCount, int tokens, int gateRows)
    {
        var panels = PanelView.PanelsFor(tokens, lanes);
        return threadCount * (SlabFloats + ((long)panels * lanes * RowBlockFor(gateRows, panels, threadCount)));
    }

    /// <summary>Applies several matrices to the same activations in one parallel pass.</summary>
    /// <param name="products">Matrices and where their outputs go.</param>
    /// <param name="x"><c>[depth x tokens]</c>, features of a panel one behind the other.</param>
    /// <param name="accumulate">Whether the products are added to the outputs: a residual connection costs nothing.</param>
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
            MultiplyBlock(weights, firstRow, rows, x, output, outputRow: firstRow, accumulate, _slabs[worker].Data);
        });
    }

    /// <summary>The gated half of a feed-forward layer: <c>y = silu(Wgate x) * (Wup x)</c>, the gate applied while both blocks are in cache.</summary>
    /// <param name="gate"><c>[rows x depth]</c>.</param>
    /// <param name="up"><c>[rows x depth]</c>.</param>
    /// <param name="x"><c>[depth x tokens]</c>.</param>
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
            MultiplyBlock(gate, firstRow, rows, x, gates, outputRow: 0, accumulate: false, _slabs[worker].Data);
            MultiplyBlock(up, firstRow, rows, x, output, outputRow: firstRow, accumulate: false, _slabs[worker].Data);
            for (var panel = 0; panel < x.PanelCount; panel++)
            {
                SwiGlu.Apply(gates.At(panel, 0), output.At(panel, firstRow), rows * x.Lanes);
            }
        });
    }

    public void Dispose()
    {
        foreach (var buffer in _slabs.Concat(_gates))
        {
            buffer.Dispose();
        }
    }

    private static FloatBuffer[] CreateBuffers(int count) => [.. Enumerable.Range(0, count).Select(_ => new FloatBuffer())];

    private static int BlocksOf(WeightMatrix weights, int rowBlock) => (weights.Rows + rowBlock - 1) / rowBlock;

    /// <summary>Few tokens: few rows at a time, so that the file is read in long streams, not in pieces of a slab. Many: as many as L2 holds.</summary>
    private static int RowBlockFor(int rows, int panelCount, int threadCount)
    {
        var block = panelCount <= FewPanels ? GemmMicroKernel.RowMultiple : RowBlock;
        while (block > GemmMicroKernel.RowMultiple && rows / block < 4 * threadCount)
        {
            block -= GemmMicroKernel.RowMultiple;
        }

        return block;
    }

    private void MultiplyBlock(WeightMatrix weights, int firstRow, int rows, PanelView x, PanelView output, int outputRow, bool accumulate, float* slab)
    {
        var isDeep = x.PanelCount <= FewPanels;
        var slabDepth = isDeep ? DeepSlab : DepthBlock;
        var stride = isDeep ? Math.Min(DeepSlab, weights.Depth) + SlabSlack : DepthBlock;
        for (var firstDepth = 0; firstDepth < weights.Depth; firstDepth += slabDepth)
        {
            var depth = Math.Min(slabDepth, weights.Depth - firstDepth);
            weights.DecodeBlock(firstRow, rows, firstDepth, depth, slab, stride);
            for (var at = 0; at < depth; at += DepthBlock)
            {
                var slice = Math.Min(DepthBlock, depth - at);
                if (isDeep)
                {
                    // While the tiles compute, the memory would idle: it fetches what this thread decodes next, a few lines at a time.
                    weights.Prefetch(firstRow + (rows * _pool.ThreadCount), rows, firstDepth + at, slice);
                }

                MultiplySlab(slab + at, stride, rows, x, firstDepth + at, slice, output, outputRow, accumulate || firstDepth + at > 0);
            }
        }
    }

    private void MultiplySlab(float* slab, int stride, int rows, PanelView x, int firstDepth, int depth, PanelView output, int outputRow, bool accumulate)
    {
        for (var panel = 0; panel < x.PanelCount; panel++)
        {
            _kernel.Multiply(slab, stride, rows, x.At(panel, firstDepth), depth, x.UsedLanes(panel), output.At(panel, outputRow), output.FeatureStride, accumulate);
        }
    }
}
