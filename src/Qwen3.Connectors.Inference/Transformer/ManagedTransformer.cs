using Qwen3.Connectors.Inference.KvCache;
using Qwen3.Connectors.Inference.Threading;

namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>The network on this CPU: sequences to a planned batch, and what recurs kept for the next one.</summary>
internal sealed class ManagedTransformer : ITransformer
{
    private readonly ParallelRunner _pool;
    private readonly Qwen3Transformer _network;
    private readonly PrefixCache? _cache;
    private readonly int _hiddenSize;
    private readonly int _batchTokens;
    private readonly bool _sharePrefixes;

    /// <param name="shape">The network's shape.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="options">Checked options.</param>
    public ManagedTransformer(ModelShape shape, TransformerWeights weights, InferenceOptions options)
    {
        _pool = new ParallelRunner(options.ResolveThreadCount());
        _network = new Qwen3Transformer(shape, weights, options.ResolveKernel(), _pool);
        _cache = options.PrefixCacheTokens > 0 ? _network.CreateCache(options.PrefixCacheTokens) : null;
        _hiddenSize = shape.HiddenSize;
        _batchTokens = options.BatchTokens;
        _sharePrefixes = options.SharePrefixes;
        MaxTokens = shape.ContextLength;
    }

    public int MaxTokens { get; }

    public int Forward(IReadOnlyList<int[]> sequences, Span<float> hiddenStates, CancellationToken cancellationToken)
    {
        var batch = new BatchPlanner(_sharePrefixes, _cache, _network.CreatePrefix).Plan(sequences);
        var output = new float[batch.LastTokens.Length * _hiddenSize];
        Forward(batch, output, cancellationToken);
        for (var i = 0; i < sequences.Count; i++)
        {
            output.AsSpan(batch.RowOf[i] * _hiddenSize, _hiddenSize).CopyTo(hiddenStates[(i * _hiddenSize)..]);
        }

        return batch.Ids.Length;
    }

    public void Dispose()
    {
        _cache?.Dispose();
        _network.Dispose();
        _pool.Dispose();
    }

    private void Forward(TokenBatch batch, float[] output, CancellationToken cancellationToken)
    {
        try
        {
            _network.Forward(batch, output, cancellationToken);
        }
        catch
        {
            foreach (var capture in batch.Captures)
            {
                capture.Prefix.Dispose();
            }

            throw;
        }

        foreach (var capture in batch.Captures)
        {
            _cache!.Add(capture.Prefix);
        }

        if (batch.Ids.Length > _batchTokens)
        {
            _network.ReleaseBatchMemory();
        }
    }
}
