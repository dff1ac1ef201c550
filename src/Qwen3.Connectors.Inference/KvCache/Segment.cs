namespace Qwen3.Connectors.Inference.KvCache;

/// <summary>
/// Neighbouring tokens whose keys and values are computed once. A text is a chain of segments: a prefix that several texts may share,
/// then its own end.
/// </summary>
internal sealed class Segment
{
    private readonly IReadOnlyList<KeyValueStore>? _layers;

    /// <summary>A segment that is computed in a batch.</summary>
    /// <param name="parent">The segment before it in every text that it belongs to; null at the start.</param>
    /// <param name="firstToken">Its first token's place in the batch.</param>
    /// <param name="length">Its tokens, at least one.</param>
    public Segment(Segment? parent, int firstToken, int length)
    {
        FirstToken = firstToken;
        Length = length;
        Start = parent?.End ?? 0;
        Chain = parent is null ? [this] : [.. parent.Chain, this];
    }

    /// <summary>The start of a text whose keys and values are known from an earlier batch.</summary>
    /// <param name="layers">Their keys and values, one store per layer.</param>
    /// <param name="length">How many of the stored tokens belong to the segment, at least one.</param>
    public Segment(IReadOnlyList<KeyValueStore> layers, int length)
        : this(parent: null, firstToken: 0, length) => _layers = layers;

    /// <summary>The segments of a text up to this one, from its start.</summary>
    public IReadOnlyList<Segment> Chain { get; }

    /// <summary>The first token's place in its store.</summary>
    public int FirstToken { get; }

    /// <summary>Tokens.</summary>
    public int Length { get; }

    /// <summary>The first token's position in its text.</summary>
    public int Start { get; }

    /// <summary>The position behind the last token.</summary>
    public int End => Start + Length;

    /// <summary>The store of a layer's keys and values.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="batch">The store of the current batch, for segments that are computed in it.</param>
    public KeyValueStore StoreOf(int layer, KeyValueStore batch) => _layers is null ? batch : _layers[layer];
}
