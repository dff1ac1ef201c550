using Qwen3.Connectors.Inference.KvCache;
using Qwen3.Connectors.Inference.Threading;

namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>The network on this CPU: plans batches, computes them, and keeps recurring prefixes for later ones.</summary>
internal sealed class ManagedTransformer : IPreemptibleTransformer
{
    private readonly ModelShape _shape;
    private readonly TransformerWeights _weights;
    private readonly InferenceOptions _options;
    private readonly ParallelRunner _pool;
    private readonly Qwen3Transformer _network;
    private readonly PrefixCache? _cache;

    // The activations of a batch that interrupts another one; small, and created when first needed.
    private Qwen3Transformer? _nestedNetwork;

    /// <param name="shape">The network's shape.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="options">Validated options.</param>
    public ManagedTransformer(ModelShape shape, TransformerWeights weights, InferenceOptions options)
    {
        _shape = shape;
        _weights = weights;
        _options = options;
        _pool = new ParallelRunner(options.ResolveThreadCount());
        _network = new Qwen3Transformer(shape, weights, options.ResolveKernel(), _pool);
        _cache = options.PrefixCacheTokens > 0 ? _network.CreateCache(options.PrefixCacheTokens) : null;
    }

    public int MaxTokens => _shape.ContextLength;

    public int Forward(IReadOnlyList<int[]> sequences, Span<float> hiddenStates, CancellationToken cancellationToken) =>
        Forward(sequences, hiddenStates, () => { }, cancellationToken);

    public int Forward(IReadOnlyList<int[]> sequences, Span<float> hiddenStates, Action betweenSteps, CancellationToken cancellationToken)
    {
        var batch = new BatchPlanner(_options.SharePrefixes, _cache, _network.CreatePrefix).Plan(sequences);
        try
        {
            Forward(_network, batch, hiddenStates, betweenSteps, cancellationToken);
        }
        catch
        {
            foreach (var capture in batch.Captures)
            {
                capture.Prefix.Dispose();
            }

            throw;
        }
        finally
        {
            if (batch.Ids.Length > _options.BatchTokens)
            {
                _network.ReleaseBatchMemory();
            }
        }

        foreach (var capture in batch.Captures)
        {
            _cache!.Add(capture.Prefix);
        }

        return batch.Ids.Length;
    }

    /// <remarks>Reads the prefix cache and adds nothing to it: the interrupted batch uses prefixes that must not be evicted.</remarks>
    public int ForwardNested(IReadOnlyList<int[]> sequences, Span<float> hiddenStates, CancellationToken cancellationToken)
    {
        _nestedNetwork ??= new Qwen3Transformer(_shape, _weights, _options.ResolveKernel(), _pool);
        var batch = new BatchPlanner(_options.SharePrefixes, _cache, createPrefix: null).Plan(sequences);
        Forward(_nestedNetwork, batch, hiddenStates, () => { }, cancellationToken);
        return batch.Ids.Length;
    }

    public void Dispose()
    {
        _cache?.Dispose();
        _network.Dispose();
        _nestedNetwork?.Dispose();
        _pool.Dispose();
    }

    private void Forward(
        Qwen3Transformer network, TokenBatch batch, Span<float> hiddenStates, Action betweenSteps, CancellationToken cancellationToken)
    {
        var width = _shape.HiddenSize;
        var output = new float[batch.LastTokens.Length * width];
        network.Forward(batch, output, () =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            betweenSteps();
        });
        for (var i = 0; i < batch.RowOf.Length; i++)
        {
            output.AsSpan(batch.RowOf[i] * width, width).CopyTo(hiddenStates[(i * width)..]);
        }
    }
}
