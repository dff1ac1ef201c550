namespace Qwen3.Connectors.Inference.KvCache;

/// <summary>A prefix that is copied to the cache while its batch is computed.</summary>
/// <param name="Last">Its last segment, whose chain is the whole prefix.</param>
/// <param name="Prefix">Where its keys and values go.</param>
internal readonly record struct PrefixCapture(Segment Last, CachedPrefix Prefix)
{
    /// <summary>Copies the keys and values of a layer that was just computed.</summary>
    public void CopyLayer(int layer, KeyValueStore batch)
    {
        foreach (var segment in Last.Chain)
        {
            Prefix.Layers[layer].CopyFrom(segment.StoreOf(layer, batch), segment.FirstToken, segment.Start, segment.Length);
        }
    }
}
