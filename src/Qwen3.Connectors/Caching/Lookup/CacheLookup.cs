using Microsoft.Extensions.AI;
using Qwen3.Connectors.Engines;

namespace Qwen3.Connectors.Caching.Lookup;

/// <summary>The texts of one call, their keys, and the vectors found so far. Equal texts have one key and are computed once.</summary>
internal sealed class CacheLookup
{
    private readonly string[] _keys;
    private readonly List<string> _distinctKeys = [];
    private readonly Dictionary<string, string> _textByKey;
    private readonly Dictionary<string, CachedVector> _vectors;
    private readonly HashSet<string> _computed = [];

    /// <param name="createKey">Returns the key of a text.</param>
    /// <param name="texts">The texts of the call.</param>
    /// <param name="cancellationToken">Stops hashing.</param>
    public CacheLookup(Func<string, string> createKey, List<string> texts, CancellationToken cancellationToken)
    {
        _keys = new string[texts.Count];
        _textByKey = new(texts.Count);
        _vectors = new(texts.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _keys[i] = createKey(texts[i]);
            if (_textByKey.TryAdd(_keys[i], texts[i]))
            {
                _distinctKeys.Add(_keys[i]);
            }
        }
    }

    /// <summary>Returns the keys without a vector, in the order of the texts.</summary>
    public List<string> GetMissingKeys() => _distinctKeys.FindAll(key => !_vectors.ContainsKey(key));

    public bool Contains(string key) => _vectors.ContainsKey(key);

    public string TextOf(string key) => _textByKey[key];

    public void AddCached(string key, CachedVector vector) => _vectors[key] = vector;

    public void AddComputed(string key, CachedVector vector)
    {
        _vectors[key] = vector;
        _computed.Add(key);
    }

    /// <summary>Creates the result of the call, when every key has a vector.</summary>
    public GeneratedEmbeddings<Embedding<float>> ToEmbeddings(string modelId)
    {
        var embeddings = new GeneratedEmbeddings<Embedding<float>>(_keys.Length);
        var usage = new TokenUsage();
        var cachedTokens = 0L;
        foreach (var key in _keys)
        {
            var vector = _vectors[key];
            usage.Add(vector.TokenCount, vector.TruncatedTokenCount);
            cachedTokens += _computed.Contains(key) ? 0 : vector.TokenCount;
            embeddings.Add(new Embedding<float>(vector.Values)
            {
                ModelId = modelId,
                CreatedAt = vector.CreatedAt,
                AdditionalProperties = new()
                {
                    [Qwen3PropertyNames.TokenCount] = vector.TokenCount,
                    [Qwen3PropertyNames.TruncatedTokenCount] = vector.TruncatedTokenCount,
                },
            });
        }

        embeddings.Usage = usage.ToDetails();
        embeddings.Usage.CachedInputTokenCount = cachedTokens;
        return embeddings;
    }
}
