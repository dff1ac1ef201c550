using Qwen3.Connectors.Inference.Kernels;
using Qwen3.Connectors.Inference.KvCache;
using Qwen3.Connectors.Inference.Threading;

namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>The Qwen3 network: a packed batch of tokens to the final hidden state of each text's last token. One batch at a time.</summary>
/// <remarks>
/// A layer is <c>x += Wo attention(rope(norm(Wq h)), rope(norm(Wk h)), Wv h)</c> with <c>h = norm(x)</c>, then <c>x += Wdown (silu(Wgate h)
/// * Wup h)</c> with <c>h = norm(x)</c>; the result is <c>norm(x)</c>. All in float32. Only last tokens leave the network, so the last
/// layer computes keys and values for all tokens but queries, attention and feed-forward for the last ones alone.
/// </remarks>
internal sealed unsafe class Qwen3Transformer : IDisposable
{
    private readonly ModelShape _shape;
    private readonly TransformerWeights _weights;
    private readonly GemmMicroKernel _kernel;
    private readonly ParallelRunner _pool;
    private readonly Gemm _gemm;
    private readonly Attention _attention;
    private readonly RunState _state;
    private readonly double[] _frequencies;
    private readonly float _attentionScale;
    private readonly Action<int, int> _normalize;
    private readonly Action<int, int> _rotateQueries;
    private readonly Action<int, int> _storeKeys;

    // The operands of the running step: fields, so that nothing is allocated per layer.
    private Chunk _chunk;
    private PanelView _input;
    private PanelView _normalized;
    private PanelView _heads;
    private float[] _norm = [];
    private int _firstToken;

    public Qwen3Transformer(ModelShape shape, TransformerWeights weights, GemmMicroKernel kernel, ParallelRunner pool)
    {
        _shape = shape;
        _weights = weights;
        _kernel = kernel;
        _pool = pool;
        _gemm = new Gemm(kernel, pool);
        _attention = new Attention(kernel, pool, shape.HeadSize);
        _state = new RunState(shape, kernel.Lanes);
        var half = shape.HeadSize / 2;
        _frequencies = [.. Enumerable.Range(0, half).Select(i => Math.Pow(shape.RopeBase, -(double)i / half))];
        _attentionScale = 1 / MathF.Sqrt(shape.HeadSize);
        _normalize = NormalizeTask;
        _rotateQueries = RotateQueriesTask;
        _storeKeys = StoreKeysTask;
    }

    /// <summary>Computes a batch.</summary>
    /// <param name="batch">The batch, from a <see cref="BatchPlanner"/>.</param>
    /// <param name="output">The final hidden states, <c>[distinct texts x hidden]</c>.</param>
    /// <param name="betweenSteps">
    /// Called between the steps of a layer: at most 1024 tokens through the projections or the feed-forward part, or a bounded number of
    /// scores of the attention; stops the batch by throwing.
    /// </param>
    public void Forward(TokenBatch batch, Span<float> output, Action betweenSteps)
    {
        var tokens = batch.Ids.Length;
        _state.Reserve(tokens, batch.LastTokens.Length);
        var all = new Chunk(_state.Residual(tokens), _state.Angles(tokens), batch.Tokens);
        Embed(batch.Ids, all.Residual);
        WriteRopeTable(all);

        var lastLayer = _weights.Layers.Length - 1;
        for (var layer = 0; layer < lastLayer; layer++)
        {
            foreach (var range in Chunk.Ranges(tokens))
            {
                var chunk = all.Slice(range);
                betweenSteps();
                AttendToSelf(layer, chunk, range.First, betweenSteps);
                betweenSteps();
                FeedForward(layer, chunk);
            }

            Capture(batch, layer);
        }

        foreach (var range in Chunk.Ranges(tokens))
        {
            betweenSteps();
            StoreKeysAndValues(lastLayer, all.Slice(range), range.First);
        }

        Capture(batch, lastLayer);
        var last = GatherLastTokens(batch, all);
        foreach (var range in Chunk.Ranges(last.TokenCount))
        {
            var chunk = last.Slice(range);
            betweenSteps();
            AttendToStored(lastLayer, chunk, betweenSteps);
            FeedForward(lastLayer, chunk);
        }

        Finish(last.Residual, output);
    }

    /// <summary>Creates a prefix cache for this network.</summary>
    /// <param name="tokenBudget">Tokens of the cache at most.</param>
    public PrefixCache CreateCache(int tokenBudget) => new(tokenBudget, _kernel.Lanes);

    /// <summary>Allocates memory for a prefix.</summary>
    public CachedPrefix CreatePrefix(int[] ids) => new(ids, _shape, _kernel.Lanes);

    /// <summary>Frees the memory that grew with a batch.</summary>
    public void ReleaseBatchMemory() => _state.Release();

    public void Dispose()
    {
        _gemm.Dispose();
        _attention.Dispose();
        _state.Dispose();
    }

    /// <summary>Writes the rows of the tokens into their lanes; lanes without a token become zero.</summary>
    private void Embed(int[] ids, PanelView residual) => _pool.Run(residual.PanelCount, (panel, _) =>
    {
        var row = new float[_shape.HiddenSize];
        var lanes = residual.Lanes;
        var destination = residual.At(panel, 0);
        new Span<float>(destination, _shape.HiddenSize * lanes).Clear();
        for (var lane = 0; lane < residual.UsedLanes(panel); lane++)
        {
            _weights.TokenEmbedding.DecodeRow(ids[(panel * lanes) + lane], row);
            for (var feature = 0; feature < row.Length; feature++)
            {
                destination[(feature * lanes) + lane] = row[feature];
            }
        }
    });

    private void WriteRopeTable(Chunk all) => _pool.Run(all.Angles.PanelCount, (panel, _) =>
    {
        var first = panel * all.Angles.Lanes;
        for (var token = first; token < first + all.Angles.UsedLanes(panel); token++)
        {
            Rope.WriteRopeTable(all.Tokens.Span[token].Position, _frequencies, all.Angles, token);
        }
    });

    /// <summary>Attention of a chunk whose keys are not stored yet; chunks come in order, so all keys before it are.</summary>
    private void AttendToSelf(int layer, Chunk chunk, int firstToken, Action betweenSteps)
    {
        var weights = _weights.Layers[layer];
        var h = Normalize(chunk.Residual, weights.AttentionNorm);
        var queries = _state.Queries(chunk.TokenCount);
        var keys = _state.Keys(chunk.TokenCount);
        var values = _state.Store.ValuesFrom(firstToken, chunk.TokenCount);
        _gemm.Multiply([new(weights.Query, queries), new(weights.Key, keys), new(weights.Value, values)], h);
        StoreKeys(weights.KeyNorm, chunk, keys, firstToken);
        Attend(layer, chunk, queries, betweenSteps);
    }

    private void StoreKeysAndValues(int layer, Chunk chunk, int firstToken)
    {
        var weights = _weights.Layers[layer];
        var h = Normalize(chunk.Residual, weights.AttentionNorm);
        var keys = _state.Keys(chunk.TokenCount);
        _gemm.Multiply([new(weights.Key, keys), new(weights.Value, _state.Store.ValuesFrom(firstToken, chunk.TokenCount))], h);
        StoreKeys(weights.KeyNorm, chunk, keys, firstToken);
    }

    private void AttendToStored(int layer, Chunk chunk, Action betweenSteps)
    {
        var weights = _weights.Layers[layer];
        var queries = _state.Queries(chunk.TokenCount);
        _gemm.Multiply([new(weights.Query, queries)], Normalize(chunk.Residual, weights.AttentionNorm));
        Attend(layer, chunk, queries, betweenSteps);
    }

    private void Attend(int layer, Chunk chunk, PanelView queries, Action betweenSteps)
    {
        var weights = _weights.Layers[layer];
        (_chunk, _heads, _norm) = (chunk, queries, weights.QueryNorm);
        _pool.Run(queries.PanelCount, _rotateQueries);
        foreach (var (first, count) in Attention.Steps(chunk.Tokens.Span, queries.Lanes))
        {
            betweenSteps();
            var tokens = chunk.Tokens.Slice(first, count);
            _attention.Apply(queries.Slice(first, count), _shape.HeadCount, _shape.KeyValueHeadCount, layer, _state.Store, tokens);
        }

        betweenSteps();
        _gemm.Multiply([new(weights.AttentionOutput, chunk.Residual)], queries, accumulate: true);
    }

    private void StoreKeys(float[] norm, Chunk chunk, PanelView keys, int firstToken)
    {
        (_chunk, _heads, _norm, _firstToken) = (chunk, keys, norm, firstToken);
        _pool.Run(keys.PanelCount, _storeKeys);
    }

    private void RotateQueriesTask(int panel, int worker) =>
        NormalizeAndRotate(_heads, panel, _shape.HeadCount, _norm, _chunk.Angles, _attentionScale);

    private void StoreKeysTask(int panel, int worker)
    {
        NormalizeAndRotate(_heads, panel, _shape.KeyValueHeadCount, _norm, _chunk.Angles, scale: 1);
        for (var head = 0; head < _shape.KeyValueHeadCount; head++)
        {
            _state.Store.WriteKeys(
                head, _heads.At(panel, head * _shape.HeadSize), _firstToken + (panel * _heads.Lanes), _heads.UsedLanes(panel));
        }
    }

    /// <summary>Normalises each head on its own and applies RoPE.</summary>
    private void NormalizeAndRotate(PanelView heads, int panel, int headCount, float[] norm, PanelView angles, float scale)
    {
        for (var head = 0; head < headCount; head++)
        {
            var features = heads.At(panel, head * _shape.HeadSize);
            RmsNorm.Apply(features, norm, _shape.NormEpsilon, heads.Lanes, features);
            Rope.Apply(features, angles.At(panel, 0), _shape.HeadSize / 2, heads.Lanes, scale);
        }
    }

    private void FeedForward(int layer, Chunk chunk)
    {
        var weights = _weights.Layers[layer];
        var inner = _state.FeedForward(chunk.TokenCount);
        _gemm.MultiplyGated(weights.Gate, weights.Up, Normalize(chunk.Residual, weights.FeedForwardNorm), inner);
        _gemm.Multiply([new(weights.Down, chunk.Residual)], inner, accumulate: true);
    }

    private PanelView Normalize(PanelView x, float[] weight)
    {
        (_input, _normalized, _norm) = (x, _state.Normalized(x.TokenCount), weight);
        _pool.Run(x.PanelCount, _normalize);
        return _normalized;
    }

    private void NormalizeTask(int panel, int worker) =>
        RmsNorm.Apply(_input.At(panel, 0), _norm, _shape.NormEpsilon, _input.Lanes, _normalized.At(panel, 0));

    private Chunk GatherLastTokens(TokenBatch batch, Chunk all)
    {
        var count = batch.LastTokens.Length;
        var tokens = batch.LastTokens.Select(token => batch.Tokens[token]).ToArray();
        var last = new Chunk(_state.LastResidual(count), _state.LastAngles(count), tokens);
        for (var i = 0; i < count; i++)
        {
            var token = batch.LastTokens[i];
            CopyToken(all.Residual, token, last.Residual, i, _shape.HiddenSize);
            CopyToken(all.Angles, token, last.Angles, i, _shape.HeadSize);
        }

        return last;
    }

    private void Capture(TokenBatch batch, int layer)
    {
        for (var i = 0; i < batch.Captures.Count; i++)
        {
            batch.Captures[i].CopyLayer(layer, _state.Store);
        }
    }

    private static void CopyToken(PanelView source, int sourceToken, PanelView destination, int token, int features)
    {
        for (var feature = 0; feature < features; feature++)
        {
            destination[feature, token] = source[feature, sourceToken];
        }
    }

    private void Finish(PanelView residual, Span<float> output)
    {
        for (var panel = 0; panel < residual.PanelCount; panel++)
        {
            RmsNorm.Apply(residual.At(panel, 0), _weights.OutputNorm, _shape.NormEpsilon, residual.Lanes, residual.At(panel, 0));
        }

        for (var i = 0; i < residual.TokenCount; i++)
        {
            for (var feature = 0; feature < _shape.HiddenSize; feature++)
            {
                output[(i * _shape.HiddenSize) + feature] = residual[feature, i];
            }
        }
    }
}
