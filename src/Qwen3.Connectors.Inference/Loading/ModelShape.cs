namespace Qwen3.Connectors.Inference;

/// <summary>The numbers of a model that decide its memory and speed: from a file's header, or from a catalog before there is a file.</summary>
public sealed record ModelShape
{
    /// <summary>Transformer layers.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Width of a hidden state.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width of the feed-forward part.</summary>
    public required int FeedForwardSize { get; init; }

    /// <summary>Query heads.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Key and value heads.</summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>Width of a head.</summary>
    public required int HeadSize { get; init; }

    /// <summary>Tokens that a text may have at the most.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Rows of the token embedding.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>The file's length in bytes.</summary>
    public required long FileBytes { get; init; }

    /// <summary>The types of the layers' weight matrices and how many values each has, such as <c>Q4_K</c> and <c>Q6_K</c>; one with any number where only the main type is known.</summary>
    public required IReadOnlyDictionary<string, long> LayerWeightTypes { get; init; }

    /// <summary>Bytes of the layers' weights.</summary>
    /// <value>Default null: their share of the file, by their number.</value>
    public long? LayerBytes { get; init; }

    /// <summary>Bytes of the token embedding.</summary>
    /// <value>Default null: its share of the file, by the number of its values.</value>
    public long? TokenEmbeddingBytes { get; init; }

    /// <summary>Bytes before the weights: metadata, most of it the vocabulary.</summary>
    /// <value>Default null: 40 bytes a token, as in Qwen3 files.</value>
    public long? HeaderBytes { get; init; }

    /// <summary>Values of the weight matrices of all layers.</summary>
    public long LayerParameterCount => LayerCount * (long)HiddenSize * ((2L * HeadSize * (HeadCount + KeyValueHeadCount)) + (3L * FeedForwardSize));

    /// <summary>The shape of a model that was described.</summary>
    /// <param name="model">The description, of <see cref="ModelDescription.Read"/> or of a loaded model.</param>
    public static ModelShape Of(ModelDescription model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new ModelShape
        {
            LayerCount = model.LayerCount,
            HiddenSize = model.HiddenSize,
            FeedForwardSize = model.FeedForwardSize,
            HeadCount = model.HeadCount,
            KeyValueHeadCount = model.KeyValueHeadCount,
            HeadSize = model.HeadSize,
            ContextLength = model.ContextLength,
            VocabularySize = model.VocabularySize,
            FileBytes = model.FileBytes,
            LayerWeightTypes = model.LayerWeightTypes,
            LayerBytes = NullIfZero(model.LayerBytes),
            TokenEmbeddingBytes = NullIfZero(model.TokenEmbeddingBytes),
            HeaderBytes = NullIfZero(model.HeaderBytes),
        };

        static long? NullIfZero(long bytes) => bytes == 0 ? null : bytes;
    }
}
