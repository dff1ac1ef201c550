using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Qwen3.Connectors.Inference.KvCache;
using Qwen3.Connectors.Inference.Threading;
using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>Causal grouped-query attention in blocks of keys with an online softmax: memory is linear in the text's length.</summary>
/// <remarks>
/// For a micro-panel of queries, the micro-kernel computes scores <c>S[keys x lanes]</c> and outputs <c>O[headSize x lanes]</c>.
/// With m the running maximum and l the running sum of a query, each block of keys does (Milakov and Gimelshein 2018; FlashAttention):
/// <c>m' = max(m, S)</c>, <c>P = e^(S - m')</c>, <c>a = e^(m - m')</c>, <c>l = a l + sum P</c>, <c>O = a O + V P</c>; at the end <c>O /
/// l</c>.
/// A panel with tokens of several segments is computed once per segment. Key blocks and sums start at the text's first token, whichever
/// segments hold the keys: results do not depend on the rest of the batch or on prefix sharing, to the bit.
/// </remarks>
internal sealed unsafe class Attention : IDisposable
{
    private const int KeyBlock = 128;

    /// <summary>Queries times keys of one step at most, unless one panel has more: about 0.1 s for a 0.6B model on two cores.</summary>
    private const long StepScores = 1 << 21;

    private readonly GemmMicroKernel _kernel;
    private readonly ParallelRunner _pool;
    private readonly int _headSize;
    private readonly FloatBuffer[] _scratch;
    private readonly Action<int, int> _applyTask;

    // The operands of the running call: fields, so that nothing is allocated per layer.
    private PanelView _queries;
    private int _headCount;
    private int _keyHeadCount;
    private int _layer;
    private KeyValueStore? _store;
    private ReadOnlyMemory<QueryToken> _tokens;

    public Attention(GemmMicroKernel kernel, ParallelRunner pool, int headSize)
    {
        _kernel = kernel;
        _pool = pool;
        _headSize = headSize;
        _applyTask = ApplyTask;
        _scratch = [.. Enumerable.Range(0, pool.ThreadCount).Select(_ => new FloatBuffer())];
        foreach (var buffer in _scratch)
        {
            buffer.Reserve(FloatsFor(kernel.Lanes, threadCount: 1, headSize));
        }
    }

    /// <summary>Floats of all threads' buffers, for estimates.</summary>
    public static long FloatsFor(int lanes, int threadCount, int headSize) =>
        threadCount * (KeyBlock + GemmMicroKernel.RowMultiple + headSize + 3L) * lanes;

    /// <summary>
    /// Splits queries into steps of whole panels that compute a bounded number of scores each, so that a short call need not wait for all
    /// of a long text's attention.
    /// </summary>
    public static TokenRanges Steps(ReadOnlySpan<QueryToken> tokens, int lanes)
    {
        var keys = 1L;
        foreach (var token in tokens)
        {
            keys = Math.Max(keys, token.Position + 1L);
        }

        var panels = Math.Max(1, (int)Math.Min(StepScores / keys / lanes, int.MaxValue / lanes));
        return new TokenRanges(tokens.Length, panels * lanes);
    }

    /// <summary>Replaces every query by its attention output.</summary>
    /// <param name="queries"><c>[heads * headSize x tokens]</c>, rotated and scaled; also the outputs.</param>
    /// <param name="headCount">Query heads; a multiple of <paramref name="keyHeadCount"/>.</param>
    /// <param name="keyHeadCount">Key and value heads.</param>
    /// <param name="layer">Index of the layer.</param>
    /// <param name="store">Keys and values of the batch in this layer.</param>
    /// <param name="tokens">Segment and position of each query, <c>[tokens]</c>.</param>
    public void Apply(PanelView queries, int headCount, int keyHeadCount, int layer, KeyValueStore store, ReadOnlyMemory<QueryToken> tokens)
    {
        (_queries, _headCount, _keyHeadCount, _layer, _store, _tokens) = (queries, headCount, keyHeadCount, layer, store, tokens);
        _pool.Run(queries.PanelCount * keyHeadCount, _applyTask);
    }

    public void Dispose()
    {
        foreach (var buffer in _scratch)
        {
            buffer.Dispose();
        }
    }

    private void ApplyTask(int task, int worker)
    {
        // The last panels have the most keys: they start first, so that threads finish at about the same time.
        var panel = _queries.PanelCount - 1 - (task / _keyHeadCount);
        var keyHead = task % _keyHeadCount;
        var group = _headCount / _keyHeadCount;
        var panelTokens = _tokens.Span.Slice(panel * _queries.Lanes, _queries.UsedLanes(panel));
        for (var head = keyHead * group; head < (keyHead + 1) * group; head++)
        {
            ApplyToPanel(_queries.At(panel, head * _headSize), keyHead, _layer, _store!, panelTokens, _scratch[worker].Data);
        }
    }

    private void ApplyToPanel(float* query, int keyHead, int layer, KeyValueStore store, ReadOnlySpan<QueryToken> tokens, float* scratch)
    {
        for (int lane = 0, end; lane < tokens.Length; lane = end)
        {
            end = lane + 1;
            while (end < tokens.Length && tokens[end].Segment == tokens[lane].Segment)
            {
                end++;
            }

            ApplyToSegment(query, keyHead, layer, store, tokens, lane, end, scratch);
        }
    }

    /// <summary>
    /// Computes the columns <paramref name="firstLane"/> to <paramref name="endLane"/> (exclusive), whose tokens are of one segment.
    /// </summary>
    private void ApplyToSegment(
        float* query, int keyHead, int layer, KeyValueStore store, ReadOnlySpan<QueryToken> tokens, int firstLane, int endLane,
            float* scratch)
    {
        var lanes = _kernel.Lanes;
        var scores = scratch;
        var output = scores + ((KeyBlock + GemmMicroKernel.RowMultiple) * lanes);
        var maximum = output + (_headSize * lanes);
        var sum = maximum + lanes;
        var last = (int*)(sum + lanes);
        new Span<float>(maximum, lanes).Fill(float.NegativeInfinity);
        new Span<float>(sum, lanes).Clear();

        // Columns of other segments are computed too and dropped; the limit at this segment's last key keeps them finite.
        var lastKey = tokens[endLane - 1].Position;
        new Span<int>(last, lanes).Fill(lastKey);
        for (var lane = firstLane; lane < endLane; lane++)
        {
            last[lane] = tokens[lane].Position;
        }

        var chain = tokens[firstLane].Segment.Chain;
        for (var firstKey = 0; firstKey <= lastKey; firstKey += KeyBlock)
        {
            var keys = Math.Min(KeyBlock, lastKey + 1 - firstKey);
            for (var i = 0; i < chain.Count; i++)
            {
                if (KeysIn(chain[i], firstKey, keys, out var key, out var count))
                {
                    var source = chain[i].StoreOf(layer, store);
                    var token = chain[i].FirstToken + key - chain[i].Start;
                    var blockScores = scores + ((key - firstKey) * lanes);
                    _kernel.Multiply(
                        source.Key(keyHead, token), source.KeyStride, count, query, _headSize, endLane, blockScores, lanes,
                        accumulate: false);
                }
            }

            if (firstKey + keys - 1 > tokens[firstLane].Position)
            {
                Mask(scores, last, firstKey, keys, lanes);
            }

            SoftmaxBlock(scores, keys, lanes, maximum, sum, firstKey == 0 ? null : output, _headSize);
            for (var i = 0; i < chain.Count; i++)
            {
                if (KeysIn(chain[i], firstKey, keys, out var key, out var count))
                {
                    var source = chain[i].StoreOf(layer, store);
                    var token = chain[i].FirstToken + key - chain[i].Start;
                    var blockScores = scores + ((key - firstKey) * lanes);
                    _kernel.Multiply(
                        source.Value(keyHead, token), source.ValueStride, _headSize, blockScores, count, endLane, output, lanes,
                        accumulate: key > 0);
                }
            }
        }

        WriteLanes(output, sum, query, firstLane, endLane, lanes, _headSize);
    }

    /// <summary>The part of a block of keys that a segment holds.</summary>
    private static bool KeysIn(Segment segment, int firstKey, int keys, out int key, out int count)
    {
        key = Math.Max(firstKey, segment.Start);
        count = Math.Min(firstKey + keys, segment.End) - key;
        return count > 0;
    }

    /// <summary>Sets the scores of keys after a query's own token to minus infinity (causal mask).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mask(float* scores, int* last, int firstKey, int keys, int lanes)
    {
        for (var lane = 0; lane < lanes; lane += 8)
        {
            var limit = Vector256.Load(last + lane);
            for (var key = 0; key < keys; key++)
            {
                var score = scores + (key * lanes) + lane;
                var masked = Vector256.GreaterThan(Vector256.Create(firstKey + key), limit).AsSingle();
                Vector256.ConditionalSelect(masked, Vector256.Create(float.NegativeInfinity), Vector256.Load(score)).Store(score);
            }
        }
    }

    /// <summary>Replaces scores by weights, updates maximum and sum, and rescales the outputs so far (null in the first block).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SoftmaxBlock(float* scores, int keys, int lanes, float* maximum, float* sum, float* output, int headSize)
    {
        for (var lane = 0; lane < lanes; lane += 8)
        {
            var before = Vector256.Load(maximum + lane);
            var now = before;
            for (var score = scores + lane; score < scores + (keys * lanes); score += lanes)
            {
                now = Vector256.MaxNative(now, Vector256.Load(score));
            }

            var blockSum = Vector256<float>.Zero;
            for (var score = scores + lane; score < scores + (keys * lanes); score += lanes)
            {
                var weight = VectorMath.Exp(Vector256.Load(score) - now);
                weight.Store(score);
                blockSum += weight;
            }

            var rescale = VectorMath.Exp(before - now);
            now.Store(maximum + lane);
            ((Vector256.Load(sum + lane) * rescale) + blockSum).Store(sum + lane);
            if (output is not null && !Vector256.EqualsAll(rescale, Vector256<float>.One))
            {
                for (var value = output + lane; value < output + (headSize * lanes); value += lanes)
                {
                    (Vector256.Load(value) * rescale).Store(value);
                }
            }
        }
    }

    private static void WriteLanes(float* output, float* sum, float* destination, int firstLane, int endLane, int lanes, int headSize)
    {
        for (var lane = firstLane; lane < endLane; lane++)
        {
            sum[lane] = 1 / sum[lane];
        }

        for (var feature = 0; feature < headSize; feature++, output += lanes, destination += lanes)
        {
            for (var lane = firstLane; lane < endLane; lane++)
            {
                destination[lane] = output[lane] * sum[lane];
            }
        }
    }
}
