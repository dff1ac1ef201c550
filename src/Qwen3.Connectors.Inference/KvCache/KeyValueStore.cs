using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Inference.KvCache;

/// <summary>
/// Keys and values of one layer for all tokens of a batch, each laid out as the left operand that attention's tiles read.
/// </summary>
/// <remarks>Keys are rows of a token, values are rows of a feature: scores sum over features, outputs sum over tokens.</remarks>
internal sealed unsafe class KeyValueStore : IDisposable
{
    private readonly FloatBuffer _keys = new();
    private readonly FloatBuffer _values = new();
    private readonly int _headCount;
    private readonly int _headSize;
    private readonly int _lanes;
    private nint _tokenCapacity;

    /// <param name="headCount">Key and value heads.</param>
    /// <param name="headSize">Features of a head.</param>
    /// <param name="lanes">Tokens of a panel.</param>
    public KeyValueStore(int headCount, int headSize, int lanes)
    {
        _headCount = headCount;
        _headSize = headSize;
        _lanes = lanes;
    }

    /// <summary>Floats from a token's key to the next token's.</summary>
    public nint KeyStride => _headSize;

    /// <summary>Floats from a feature's values to the next feature's.</summary>
    public nint ValueStride => _tokenCapacity;

    /// <summary>Tokens that are allocated for <paramref name="tokens"/> tokens.</summary>
    public static int CapacityFor(int tokens, int lanes)
    {
        // Tiles read whole tiles of rows, so there is a tile of slack behind the last token and the last feature. An odd number of
        // cache lines a row keeps the rows of a tile out of each other's cache sets.
        var padded = (tokens + GemmMicroKernel.RowMultiple + lanes - 1) / lanes * lanes;
        return (((padded + 15) / 16) | 1) * 16;
    }

    /// <summary>Floats that <see cref="Reserve"/> allocates for so many tokens, for estimates.</summary>
    public static long FloatsFor(int headCount, int headSize, int tokens, int lanes) =>
        (2L * headCount * headSize + GemmMicroKernel.RowMultiple) * CapacityFor(tokens, lanes);

    /// <summary>Allocates memory for a batch; contents are lost when it grows.</summary>
    public void Reserve(int tokens)
    {
        nint capacity = CapacityFor(tokens, _lanes);
        if (capacity > _tokenCapacity)
        {
            // Where memory ends, the store has none: the next batch reserves again.
            _tokenCapacity = 0;
            _keys.Reserve((long)_headCount * capacity * _headSize);
            _values.Reserve((((long)_headCount * _headSize) + GemmMicroKernel.RowMultiple) * capacity);
            _tokenCapacity = capacity;
        }
    }

    /// <summary>Frees the memory until the next <see cref="Reserve"/>.</summary>
    public void Release()
    {
        _tokenCapacity = 0;
        _keys.Release();
        _values.Release();
    }

    /// <summary>The key of a token, <c>[headSize]</c>; the next token's follows.</summary>
    public float* Key(int head, int token) => _keys.Data + (((head * _tokenCapacity) + token) * _headSize);

    /// <summary>The values of a head from a token on, <c>[headSize x tokens]</c>.</summary>
    public float* Value(int head, int token) => _values.Data + (head * _headSize * _tokenCapacity) + token;

    /// <summary>
    /// Where a matrix writes the values <c>[heads * headSize x tokens]</c> of the tokens from <paramref name="firstToken"/>, a multiple of
    /// the lanes, on.
    /// </summary>
    public PanelView ValuesFrom(int firstToken, int tokenCount) =>
        new(_values.Data + firstToken, _lanes, tokenCount, panelStride: _lanes, featureStride: _tokenCapacity);

    /// <summary>Writes the keys of one head of a panel.</summary>
    /// <param name="head">Which head.</param>
    /// <param name="panel"><c>[headSize x lanes]</c>.</param>
    /// <param name="firstToken">The token of lane 0.</param>
    /// <param name="tokenCount">Lanes to write.</param>
    public void WriteKeys(int head, float* panel, int firstToken, int tokenCount)
    {
        for (var lane = 0; lane < tokenCount; lane++)
        {
            var key = Key(head, firstToken + lane);
            for (var feature = 0; feature < _headSize; feature++)
            {
                key[feature] = panel[(feature * _lanes) + lane];
            }
        }
    }

    /// <summary>Copies keys and values of another store of the same shape.</summary>
    /// <param name="source">The other store.</param>
    /// <param name="sourceToken">Its first token to copy.</param>
    /// <param name="token">Where that token goes.</param>
    /// <param name="count">How many tokens.</param>
    public void CopyFrom(KeyValueStore source, int sourceToken, int token, int count)
    {
        for (var head = 0; head < _headCount; head++)
        {
            new ReadOnlySpan<float>(source.Key(head, sourceToken), count * _headSize).CopyTo(
                new Span<float>(Key(head, token), count * _headSize));
            for (var feature = 0; feature < _headSize; feature++)
            {
                new ReadOnlySpan<float>(source.Value(head, sourceToken) + (feature * source.ValueStride), count)
                    .CopyTo(new Span<float>(Value(head, token) + (feature * ValueStride), count));
            }
        }
    }

    public void Dispose()
    {
        _keys.Dispose();
        _values.Dispose();
    }
}
