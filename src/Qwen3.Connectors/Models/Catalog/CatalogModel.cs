using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Estimation;
using Qwen3.Connectors.Models.Catalog;

namespace Qwen3.Connectors;

/// <summary>One published file of one model.</summary>
public sealed record CatalogModel
{
    /// <summary>The name by which <see cref="ModelCatalog"/> finds it, such as <c>Qwen3-Embedding-0.6B:Q8_0</c>.</summary>
    public string Name => $"{Model}:{Quantization}";

    /// <summary>The official model, such as <c>Qwen3-Embedding-0.6B</c>.</summary>
    public string Model => $"Qwen3-{Kind}-{Size}";

    /// <summary>Whether the model embeds or reranks.</summary>
    public required ModelKind Kind { get; init; }

    /// <summary>The model's size in its name: <c>0.6B</c>, <c>4B</c> or <c>8B</c>.</summary>
    public required string Size { get; init; }

    /// <summary>The format of the weights, such as <c>Q8_0</c>.</summary>
    public required string Quantization { get; init; }

    /// <summary>Owner and name of the repository that publishes the file.</summary>
    public required string Repository { get; init; }

    /// <summary>The file's name in the repository.</summary>
    public required string File { get; init; }

    /// <summary>The file's length in bytes.</summary>
    /// <value>Null where it is not known for certain; the server reports it when the file is downloaded.</value>
    public long? Bytes { get; init; }

    /// <summary>The file's length in bytes, computed from the network's shape and the format, within about 2 %.</summary>
    public required long EstimatedBytes { get; init; }

    /// <summary>The file's SHA-256 in lower-case hexadecimal digits.</summary>
    /// <value>Null where it is not known for certain; Hugging Face reports it when the file is downloaded.</value>
    public string? Sha256 { get; init; }

    /// <summary>The full width of an embedding.</summary>
    /// <value>Null for rerankers.</value>
    public int? Dimensions { get; init; }

    /// <summary>The maximum number of tokens of a text.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Whether this is the file of the model's name without a quantization.</summary>
    public required bool IsDefault { get; init; }

    /// <summary>The network of the official model, which the file must have.</summary>
    internal ModelShape Shape => OfficialShapes.Of(Kind, Size);

    /// <summary>The sizes of the file's weights, as far as they are known before there is a file.</summary>
    internal ModelWeights Weights => new()
    {
        FileBytes = Bytes ?? EstimatedBytes,
        LayerTypes = new Dictionary<string, long> { [Quantization] = 1 },
    };

    /// <summary>Estimates memory, disk space and speed before there is a file.</summary>
    /// <param name="options">How the model will be run; null for the defaults.</param>
    /// <param name="measureSpeed">Whether to measure the speed of one layer of the model's shape, for about two seconds.</param>
    /// <returns>The estimate, within about 5 % of that of the file.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ModelEstimate Estimate(InferenceOptions? options = null, bool measureSpeed = false) => ModelEstimate.For(Shape, Weights, options, measureSpeed);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>Refuses a file that is not this model: of the other kind, or with another network.</summary>
    /// <param name="file">The description of the file that was downloaded or found under this name.</param>
    /// <exception cref="InvalidModelException">The file's header describes another model.</exception>
    internal void RequireShape(ModelDescription file)
    {
        const string Advice = "The file was replaced or has a wrong name: delete it and download the model again, or load the file by its path.";
        if (file.Kind is { } kind && kind != Kind)
        {
            throw new InvalidModelException(file.Path, $"a file of kind {kind}", $"{Name}, which is of kind {Kind}", Advice);
        }

        if (!file.Shape.IsSameNetwork(Shape))
        {
            throw new InvalidModelException(file.Path, file.Shape.DescribeNetwork(), $"{Name}: {Shape.DescribeNetwork()}", Advice);
        }
    }
}
