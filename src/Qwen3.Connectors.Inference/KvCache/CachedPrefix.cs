namespace Qwen3.Connectors.Inference.KvCache;

/// <summary>Keys and values of a prefix, for every layer.</summary>
internal sealed class CachedPrefix : IDisposable
{
    private readonly KeyValueStore[] _layers;

    /// <param name="ids">The prefix's token ids, <c>[tokens]</c>.</param>
    /// <param name="shape">The network's shape.</param>
    /// <param name="lanes">Tokens of a panel.</param>
    public CachedPrefix(int[] ids, ModelShape shape, int lanes)
    {
        Ids = ids;
        TokenCapacity = KeyValueStore.CapacityFor(ids.Length, lanes);
        _layers = [.. Enumerable.Range(0, shape.LayerCount).Select(_ => new KeyValueStore(shape.KeyValueHeadCount, shape.HeadSize, lanes))];
        foreach (var layer in _layers)
        {
            layer.Reserve(ids.Length);
        }
    }

    /// <summary>The prefix's token ids, <c>[tokens]</c>.</summary>
    public int[] Ids { get; }

    /// <summary>Tokens that memory is allocated for: somewhat more than <see cref="Ids"/>.</summary>
    public int TokenCapacity { get; }

    /// <summary>One store per layer.</summary>
    public IReadOnlyList<KeyValueStore> Layers => _layers;

    public void Dispose()
    {
        foreach (var layer in _layers)
        {
            layer.Dispose();
        }
    }
}
