using System.Text.Json.Serialization;
using Qwen3.Connectors.Inference.Gguf;
using Qwen3.Connectors.Inference.Loading;
using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Inference;

/// <summary>The contents of a model file's header: kind, shape and sizes.</summary>
public sealed record ModelDescription
{
    /// <summary>The file that was read.</summary>
    public required string Path { get; init; }

    /// <summary>The file's length in bytes.</summary>
    public required long FileBytes { get; init; }

    /// <summary>The name in the file's metadata, or the file's name without its extension.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the model is an embedding model or a reranker: how it was loaded, otherwise what its header says.</summary>
    /// <value>Default null: a language model of the family, whose header does not say; it loads as both.</value>
    public ModelKind? Kind { get; init; }

    /// <summary>The network.</summary>
    public required ModelShape Shape { get; init; }

    /// <summary>The tensor type of most of the weights, such as <c>Q8_0</c>.</summary>
    public required string WeightType { get; init; }

    /// <summary>The number of values in all weights.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>The number of values in the weight matrices of the layers. A token costs twice as many floating point operations, plus attention.</summary>
    public required long LayerParameterCount { get; init; }

    /// <summary>The types of the weight matrices of the layers, and the number of values of each type.</summary>
    public IReadOnlyDictionary<string, long> LayerWeightTypes { get; init; } = new Dictionary<string, long>();

    /// <summary>The bytes of all layers, which every batch reads.</summary>
    /// <value>Default null: not known.</value>
    public long? LayerBytes { get; init; }

    /// <summary>The bytes of the token embedding, of which a batch reads the rows of its tokens.</summary>
    /// <value>Default null: not known.</value>
    public long? TokenEmbeddingBytes { get; init; }

    /// <summary>The bytes of the file before its weights: metadata, most of it the vocabulary.</summary>
    /// <value>Default null: not known.</value>
    public long? HeaderBytes { get; init; }

    /// <summary>The name of the <see cref="InferenceOptions.Backend"/> that computes.</summary>
    /// <value>Default null: the managed code.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Backend { get; init; }

    /// <summary>What the loader noticed and corrected, one sentence each, such as a missing pooling type.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The notes that may change results, such as a rope base that no Qwen3 model has.</summary>
    /// <value>Default: none.</value>
    [JsonIgnore]
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>
    /// Reads the header of a file of either kind: quickly, whatever the file's size. All dimensions are checked against the tensors in the file; weights and
    /// vocabulary are not read.
    /// </summary>
    /// <param name="path">A GGUF file of a Qwen3 embedding model or reranker.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidModelException">The file is damaged, truncated, or of another kind.</exception>
    public static ModelDescription Read(string path)
    {
        using var file = GgufFile.Open(path);
        var notes = new LoaderNotes();
        var shape = ModelShapeReader.Read(file, notes);
        var kind = ModelKindEvidence.Of(file).Require(kind: null, notes);

        // Reads no weight, but finds every tensor that is missing or contradicts the metadata.
        TransformerWeights.Read(new TensorSet(file, headerOnly: true), shape);
        return Of(file, shape, kind, notes);
    }

    /// <summary>Describes an open file. Keeps no reference to it.</summary>
    internal static ModelDescription Of(GgufFile file, ModelShape shape, ModelKind? kind, LoaderNotes notes)
    {
        var tensors = file.Tensors.Values;
        var layers = tensors.Where(tensor => tensor.Name.StartsWith("blk.", StringComparison.Ordinal)).ToArray();
        var matrices = layers.Where(tensor => tensor.RowCount > 1).ToArray();
        return new ModelDescription
        {
            Path = file.Path,
            FileBytes = file.Length,
            Name = file.Metadata.TryGetString("general.name", out var name) ? name : System.IO.Path.GetFileNameWithoutExtension(file.Path),
            Kind = kind,
            Shape = shape,
            WeightType = tensors.GroupBy(tensor => tensor.Type).MaxBy(group => group.Sum(tensor => tensor.ValueCount))!.Key.ToString(),
            ParameterCount = tensors.Sum(tensor => tensor.ValueCount),
            LayerParameterCount = matrices.Sum(tensor => tensor.ValueCount),
            LayerWeightTypes = matrices.GroupBy(tensor => tensor.Type)
                .ToDictionary(group => group.Key.ToString(), group => group.Sum(tensor => tensor.ValueCount)),
            LayerBytes = layers.Sum(tensor => tensor.ByteLength),
            TokenEmbeddingBytes = file.GetTensor("token_embd.weight").ByteLength,
            HeaderBytes = file.HeaderBytes,
            Notes = notes.All,
            Warnings = notes.Warnings,
        };
    }
}
