using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Catalog;

namespace Qwen3.Connectors;

/// <summary>One published file of one model.</summary>
public sealed record CatalogModel
{
    /// <summary>The name that <see cref="ModelCatalog"/> finds it by, such as <c>Qwen3-Embedding-0.6B:Q8_0</c>.</summary>
    public string Name => $"{Model}:{Quantization}";

    /// <summary>The official model, such as <c>Qwen3-Embedding-0.6B</c>.</summary>
    public string Model => $"Qwen3-{Kind}-{Size}";

    /// <summary>What the model is for.</summary>
    public required ModelKind Kind { get; init; }

    /// <summary>The model's size as it is named: <c>0.6B</c>, <c>4B</c> or <c>8B</c>.</summary>
    public required string Size { get; init; }

    /// <summary>The format of the weights, such as <c>Q8_0</c>.</summary>
    public required string Quantization { get; init; }

    /// <summary>Owner and name of the repository that publishes the file.</summary>
    public required string Repository { get; init; }

    /// <summary>The file's name in the repository.</summary>
    public required string File { get; init; }

    /// <summary>The file's length in bytes.</summary>
    /// <value>Null where it is not known for certain; the server tells it when the file is downloaded.</value>
    public long? Bytes { get; init; }

    /// <summary>The file's length in bytes, computed from the network's shape and the format: right within about 2 %.</summary>
    public required long EstimatedBytes { get; init; }

    /// <summary>The file's SHA-256 in lower-case hexadecimal digits.</summary>
    /// <value>Null where it is not known for certain; Hugging Face tells it when the file is downloaded.</value>
    public string? Sha256 { get; init; }

    /// <summary>The full width of an embedding.</summary>
    /// <value>Null for rerankers.</value>
    public int? Dimensions { get; init; }

    /// <summary>Tokens that a text may have.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Whether this is the file that the model's name stands for where no quantisation is named.</summary>
    public required bool IsDefault { get; init; }

    /// <summary>What memory and speed follow from, before there is a file: for <see cref="ModelEstimate.For"/> and <see cref="MachineProbe.MeasureSpeed"/>.</summary>
    public ModelShape GetShape()
    {
        var shape = OfficialShape.Of(Size);
        return new ModelShape
        {
            LayerCount = shape.Layers,
            HiddenSize = shape.Hidden,
            FeedForwardSize = shape.FeedForward,
            HeadCount = shape.QueryWidth / OfficialShape.HeadSize,
            KeyValueHeadCount = OfficialShape.KeyWidth / OfficialShape.HeadSize,
            HeadSize = OfficialShape.HeadSize,
            ContextLength = ContextLength,
            VocabularySize = OfficialShape.Vocabulary,
            FileBytes = Bytes ?? EstimatedBytes,
            LayerWeightTypes = new Dictionary<string, long> { [Quantization] = 1 },
        };
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
