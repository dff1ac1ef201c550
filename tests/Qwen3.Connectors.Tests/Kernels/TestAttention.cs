using Qwen3.Connectors.Inference.Kernels;
using Qwen3.Connectors.Inference.KvCache;
using Qwen3.Connectors.Inference.Threading;
using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Tests.Kernels;

/// <summary>Texts of random queries, keys and values, packed one behind the other, with the means to put them through attention.</summary>
internal sealed class TestAttention
{
    private readonly int _heads;
    private readonly int _keyHeads;
    private readonly int _headSize;
    private readonly float[][] _queries;
    private readonly float[][] _keys;
    private readonly float[][] _values;

    public TestAttention(int[] lengths, int heads, int keyHeads, int headSize, float scoreScale = 1)
    {
        (_heads, _keyHeads, _headSize) = (heads, keyHeads, headSize);
        var random = new Random(headSize + heads);
        var tokens = lengths.Sum();
        _queries = RandomFloats.CreateRows(random, tokens, heads * headSize, scoreScale);
        _keys = RandomFloats.CreateRows(random, tokens, keyHeads * headSize);
        _values = RandomFloats.CreateRows(random, tokens, keyHeads * headSize, scale: 3);
        Tokens = [.. Pack(lengths)];
    }

    private TestAttention(TestAttention all, QueryToken[] queryTokens, Range tokens)
    {
        (_heads, _keyHeads, _headSize) = (all._heads, all._keyHeads, all._headSize);
        (_queries, _keys, _values) = (all._queries[tokens], all._keys[tokens], all._values[tokens]);
        Tokens = queryTokens;
    }

    public QueryToken[] Tokens { get; }

    /// <summary>The tokens from a text's first to its last, as a batch of their own.</summary>
    public TestAttention Alone(int first, int length) => new(this, [.. Pack([length])], first..(first + length));

    /// <summary>Stores and attends chunk by chunk, as the transformer does, each chunk before the next one's keys are known.</summary>
    /// <returns><c>[tokens][heads * headSize]</c>.</returns>
    public float[][] Apply(GemmMicroKernel kernel, ParallelRunner pool, int chunkTokens = 1024)
    {
        using var store = CreateStore(kernel);
        using var attention = new Attention(kernel, pool, _headSize);
        using var queries = new TestPanels(_queries, kernel.Lanes);
        for (var first = 0; first < _queries.Length; first += chunkTokens)
        {
            var count = Math.Min(chunkTokens, _queries.Length - first);
            Store(store, kernel, first, count);
            attention.Apply(queries.View.Slice(first, count), _heads, _keyHeads, layer: 0, store, Tokens.AsMemory(first, count));
        }

        return queries.ToTokens();
    }

    /// <summary>Stores all keys and attends with some queries alone.</summary>
    public float[][] ApplyTo(int[] tokens, GemmMicroKernel kernel, ParallelRunner pool)
    {
        using var store = CreateStore(kernel);
        using var attention = new Attention(kernel, pool, _headSize);
        using var queries = new TestPanels([.. tokens.Select(token => _queries[token])], kernel.Lanes);
        Store(store, kernel, 0, _queries.Length);
        attention.Apply(queries.View, _heads, _keyHeads, layer: 0, store, tokens.Select(token => Tokens[token]).ToArray());
        return queries.ToTokens();
    }

    /// <summary>What a token gets, by the slow twin.</summary>
    /// <returns>A head's output and what it may be off by, <c>[heads]</c>.</returns>
    public (double[] Output, double Tolerance)[] Expected(int token)
    {
        var text = Tokens[token].Segment.FirstToken..(token + 1);
        return [.. Enumerable.Range(0, _heads).Select(head =>
            ReferenceAttention.Attend(Head(_queries[token], head), HeadOf(_keys[text], head), HeadOf(_values[text], head)))];
    }

    private static IEnumerable<QueryToken> Pack(int[] lengths)
    {
        var first = 0;
        foreach (var length in lengths)
        {
            var segment = new Segment(parent: null, first, length);
            for (var i = 0; i < length; i++)
            {
                yield return new QueryToken(segment, i);
            }

            first += length;
        }
    }

    private float[] Head(float[] token, int head) => token[(head * _headSize)..((head + 1) * _headSize)];

    private float[][] HeadOf(float[][] tokens, int head) => [.. tokens.Select(token => Head(token, head / (_heads / _keyHeads)))];

    private KeyValueStore CreateStore(GemmMicroKernel kernel)
    {
        var store = new KeyValueStore(_keyHeads, _headSize, kernel.Lanes);
        store.Reserve(_queries.Length);
        return store;
    }

    private unsafe void Store(KeyValueStore store, GemmMicroKernel kernel, int first, int count)
    {
        using var keys = new TestPanels(_keys[first..(first + count)], kernel.Lanes);
        for (var panel = 0; panel < keys.View.PanelCount; panel++)
        {
            for (var head = 0; head < _keyHeads; head++)
            {
                store.WriteKeys(head, keys.View.At(panel, head * _headSize), first + (panel * kernel.Lanes), keys.View.UsedLanes(panel));
            }
        }

        var values = store.ValuesFrom(first, count);
        for (var token = 0; token < count; token++)
        {
            for (var feature = 0; feature < _keyHeads * _headSize; feature++)
            {
                values[feature, token] = _values[first + token][feature];
            }
        }
    }
}
