using Qwen3.Connectors.Inference.Formats;
using Qwen3.Connectors.Inference.Kernels;
using Qwen3.Connectors.Inference.Threading;

namespace Qwen3.Connectors.Benchmarks.Inputs;

/// <summary>All matrix products of one layer of the 0.6B shape, in the passes that the transformer makes of them.</summary>
/// <remarks>
/// 15.7 million weights exceed the caches of a core in all formats, so that each pass reads them from memory as in a model.
/// </remarks>
internal sealed class LayerProducts : IDisposable
{
    private readonly ParallelRunner _pool;
    private readonly Gemm _gemm;
    private readonly RandomWeights _query;
    private readonly RandomWeights _key;
    private readonly RandomWeights _value;
    private readonly RandomWeights _output;
    private readonly RandomWeights _gate;
    private readonly RandomWeights _up;
    private readonly RandomWeights _down;
    private readonly Panels _hidden;
    private readonly Panels _queries;
    private readonly Panels _keys;
    private readonly Panels _values;
    private readonly Panels _inner;

    /// <param name="format">The format of all matrices.</param>
    /// <param name="tokens">Columns of the products.</param>
    /// <param name="threadCount">Threads that compute.</param>
    /// <param name="kernel">The micro-kernel; null for the best.</param>
    public LayerProducts(BlockFormat format, int tokens, int threadCount, GemmMicroKernel? kernel = null)
    {
        kernel ??= KernelChoice.Resolve(option: null);
        _pool = new ParallelRunner(threadCount);
        _gemm = new Gemm(kernel, _pool);
        _query = new RandomWeights(format, LayerShape.QueryWidth, LayerShape.Hidden);
        _key = new RandomWeights(format, LayerShape.KeyWidth, LayerShape.Hidden);
        _value = new RandomWeights(format, LayerShape.KeyWidth, LayerShape.Hidden);
        _output = new RandomWeights(format, LayerShape.Hidden, LayerShape.QueryWidth);
        _gate = new RandomWeights(format, LayerShape.FeedForward, LayerShape.Hidden);
        _up = new RandomWeights(format, LayerShape.FeedForward, LayerShape.Hidden);
        _down = new RandomWeights(format, LayerShape.Hidden, LayerShape.FeedForward);
        _hidden = new Panels(LayerShape.Hidden, tokens, kernel.Lanes);
        _queries = new Panels(LayerShape.QueryWidth, tokens, kernel.Lanes);
        _keys = new Panels(LayerShape.KeyWidth, tokens, kernel.Lanes);
        _values = new Panels(LayerShape.KeyWidth, tokens, kernel.Lanes);
        _inner = new Panels(LayerShape.FeedForward, tokens, kernel.Lanes);
    }

    /// <summary>Returns the floating point operations of <see cref="Run"/>.</summary>
    public static double Operations(int tokens) =>
        2.0 * tokens * LayerShape.Hidden * ((2 * LayerShape.QueryWidth) + (2 * LayerShape.KeyWidth) + (3 * LayerShape.FeedForward));

    /// <summary>Returns the bytes of the weights, which <see cref="Run"/> reads once.</summary>
    public static double WeightBytes(BlockFormat format) => Operations(1) / 2 * format.BlockBytes / format.BlockLength;

    /// <summary>Computes one layer. Inputs are never outputs, so that values stay the same in every run.</summary>
    public void Run()
    {
        _gemm.Multiply([new(_query.Matrix, _queries.View), new(_key.Matrix, _keys.View), new(_value.Matrix, _values.View)], _hidden.View);
        _gemm.Multiply([new(_output.Matrix, _keys.View)], _queries.View);
        _gemm.MultiplyGated(_gate.Matrix, _up.Matrix, _hidden.View, _inner.View);
        _gemm.Multiply([new(_down.Matrix, _values.View)], _inner.View);
    }

    public void Dispose()
    {
        _gemm.Dispose();
        _pool.Dispose();
        foreach (var panels in (Panels[])[_hidden, _queries, _keys, _values, _inner])
        {
            panels.Dispose();
        }
    }
}
