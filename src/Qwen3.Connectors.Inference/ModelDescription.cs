namespace Qwen3.Connectors.Inference;

/// <summary>What a model file says of itself.</summary>
public sealed record ModelDescription
{
    /// <summary>The file that was read.</summary>
    public required string Path { get; init; }

    /// <summary>The file's length in bytes.</summary>
    public required long FileBytes { get; init; }

    /// <summary>The name in the file's metadata, or the file's name without its ending.</summary>
    public required string Name { get; init; }

    /// <summary>The tensor type that holds most of the weights, such as <c>Q8_0</c>.</summary>
    public required string WeightType { get; init; }

    /// <summary>Values of all weights.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>Values of the weight matrices inside the layers: a token costs twice as many floating point operations, attention apart.</summary>
    public required long LayerParameterCount { get; init; }

    /// <summary>Transformer layers.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Width of a hidden state, which is the full width of an embedding.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width of the feed-forward part.</summary>
    public required int FeedForwardSize { get; init; }

    /// <summary>Query heads.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Key and value heads.</summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>Width of a head; not hidden size over heads.</summary>
    public required int HeadSize { get; init; }

    /// <summary>Tokens that a text may have at the most.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Rows of the token embedding.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>What the loader noticed and mended, a sentence each: missing pooling type, another end token, and the like.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
