namespace Qwen3.Connectors.Inference;

/// <summary>The dimensions and constants of a Qwen3 transformer.</summary>
public sealed record ModelShape
{
    internal const float TrainedNormEpsilon = 1e-6f;
    internal const float TrainedRopeBase = 1e6f;

    /// <summary>The number of transformer layers.</summary>
    public required int LayerCount { get; init; }

    /// <summary>The width of a hidden state, which is also the full width of an embedding.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>The inner width of the feed-forward block.</summary>
    public required int FeedForwardSize { get; init; }

    /// <summary>The number of query heads.</summary>
    public required int HeadCount { get; init; }

    /// <summary>The number of key and value heads; divides <see cref="HeadCount"/>.</summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>The width of a head. It does not follow from <see cref="HiddenSize"/> and <see cref="HeadCount"/>.</summary>
    public required int HeadSize { get; init; }

    /// <summary>The maximum number of tokens of a text.</summary>
    public required int ContextLength { get; init; }

    /// <summary>The number of rows of the token embedding.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>The epsilon of every RMS norm.</summary>
    /// <value>Default 1e-6, as in all Qwen3 models.</value>
    public float NormEpsilon { get; init; } = TrainedNormEpsilon;

    /// <summary>The base of the rotary position frequencies.</summary>
    /// <value>Default 1,000,000, as in all Qwen3 embedding and reranking models.</value>
    public float RopeBase { get; init; } = TrainedRopeBase;

    /// <summary>The width of all query heads together. Its limit keeps the product far below the range of an int.</summary>
    internal int QueryWidth => checked(HeadCount * HeadSize);

    /// <summary>The width of all key heads together, which is that of all value heads.</summary>
    internal int KeyWidth => checked(KeyValueHeadCount * HeadSize);

    /// <summary>The number of values in the weight matrices of all layers.</summary>
    internal long LayerParameterCount =>
        checked(LayerCount * (long)HiddenSize * ((2L * HeadSize * ((long)HeadCount + KeyValueHeadCount)) + (3L * FeedForwardSize)));

    /// <summary>Whether both describe the same network; context, vocabulary and constants may differ.</summary>
    internal bool IsSameNetwork(ModelShape other) =>
        LayerCount == other.LayerCount
        && HiddenSize == other.HiddenSize
        && FeedForwardSize == other.FeedForwardSize
        && HeadCount == other.HeadCount
        && KeyValueHeadCount == other.KeyValueHeadCount
        && HeadSize == other.HeadSize;

    /// <summary>The network in words, such as "28 layers, hidden size 1024, 16 heads of 128, 8 for keys, feed-forward 3072".</summary>
    internal string DescribeNetwork() =>
        $"{LayerCount} layers, hidden size {HiddenSize}, {HeadCount} heads of {HeadSize}, {KeyValueHeadCount} for keys, feed-forward {FeedForwardSize}";
}
