using System.Text.Json.Serialization;
using Qwen3.Connectors.Inference.Gguf;
using Qwen3.Connectors.Inference.Loading;
using Qwen3.Connectors.Inference.Transformer;

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

    /// <summary>The types of the weight matrices inside the layers, and how many values each has.</summary>
    public IReadOnlyDictionary<string, long> LayerWeightTypes { get; init; } = new Dictionary<string, long>();

    /// <summary>Bytes of everything inside the layers, all of which every batch reads; 0 where nobody said.</summary>
    public long LayerBytes { get; init; }

    /// <summary>Bytes of the token embedding, of which a batch reads the rows of its tokens; 0 where nobody said.</summary>
    public long TokenEmbeddingBytes { get; init; }

    /// <summary>Bytes of the file before its weights: metadata, most of it the vocabulary; 0 where nobody said.</summary>
    public long HeaderBytes { get; init; }

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

    /// <summary>What computes: the name of <see cref="InferenceOptions.Backend"/>.</summary>
    /// <value>Default null: the managed code.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Backend { get; init; }

    /// <summary>What the loader noticed and mended, a sentence each: missing pooling type, another end token, and the like.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Describes a file of either kind by its header alone: quickly, whatever its size. That every weight is there and the vocabulary sound shows when it is loaded.</summary>
    /// <param name="path">A GGUF file of a Qwen3 embedding model or reranker.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidModelException">The file is damaged, cut, or of another kind.</exception>
    public static ModelDescription Read(string path)
    {
        using var file = GgufFile.Open(path);
        var notes = new List<string>();
        var shape = TransformerShape.Read(file, notes);
        ModelPurpose.RequireEither(file, notes);
        return Of(file, shape, notes);
    }

    /// <summary>What an open file says; holds on to nothing of it.</summary>
    internal static ModelDescription Of(GgufFile file, TransformerShape shape, IReadOnlyList<string> notes)
    {
        var tensors = file.Tensors.Values;
        var layers = tensors.Where(tensor => tensor.Name.StartsWith("blk.", StringComparison.Ordinal)).ToArray();
        var matrices = layers.Where(tensor => tensor.RowCount > 1).ToArray();
        return new ModelDescription
        {
            Path = file.Path,
            FileBytes = file.Length,
            Name = file.Metadata.TryGetString("general.name", out var name) ? name : System.IO.Path.GetFileNameWithoutExtension(file.Path),
            WeightType = tensors.GroupBy(tensor => tensor.Type).MaxBy(group => group.Sum(tensor => tensor.ValueCount))!.Key.ToString(),
            ParameterCount = tensors.Sum(tensor => tensor.ValueCount),
            LayerParameterCount = matrices.Sum(tensor => tensor.ValueCount),
            LayerWeightTypes = matrices.GroupBy(tensor => tensor.Type).ToDictionary(group => group.Key.ToString(), group => group.Sum(tensor => tensor.ValueCount)),
            LayerBytes = layers.Sum(tensor => tensor.ByteLength),
            TokenEmbeddingBytes = file.GetTensor("token_embd.weight").ByteLength,
            HeaderBytes = file.HeaderBytes,
            LayerCount = shape.LayerCount,
            HiddenSize = shape.HiddenSize,
            FeedForwardSize = shape.FeedForwardSize,
            HeadCount = shape.HeadCount,
            KeyValueHeadCount = shape.KeyValueHeadCount,
            HeadSize = shape.HeadSize,
            ContextLength = shape.ContextLength,
            VocabularySize = shape.VocabularySize,
            Notes = notes,
        };
    }
}
