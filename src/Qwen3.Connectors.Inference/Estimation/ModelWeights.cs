using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Inference.Estimation;

/// <summary>
/// The sizes of a model's weights, from which memory and speed are estimated: from a file's header, or from a catalog before there is a
/// file.
/// </summary>
internal sealed record ModelWeights
{
    public required long FileBytes { get; init; }

    /// <summary>
    /// The types of the weight matrices of the layers, and the number of values of each type, such as <c>Q4_K</c> and <c>Q6_K</c>; one type
    /// with any positive number where only the main type is known.
    /// </summary>
    public required IReadOnlyDictionary<string, long> LayerTypes { get; init; }

    /// <summary>The bytes of the layers; null for their share of the file, by their number of values.</summary>
    public long? LayerBytes { get; init; }

    /// <summary>The bytes of the token embedding; null for its share of the file, by its number of values.</summary>
    public long? TokenEmbeddingBytes { get; init; }

    /// <summary>The bytes before the weights; null for 40 bytes per token, as in Qwen3 files.</summary>
    public long? HeaderBytes { get; init; }

    /// <summary>Whether any layer has weights that may be multiplied in integers.</summary>
    public bool HasIntegers => LayerTypes.Keys.Any(type => WeightTypes.Find(type) is IntegerFormat);

    public static ModelWeights Of(ModelDescription model) => new()
    {
        FileBytes = model.FileBytes,
        LayerTypes = model.LayerWeightTypes,
        LayerBytes = model.LayerBytes,
        TokenEmbeddingBytes = model.TokenEmbeddingBytes,
        HeaderBytes = model.HeaderBytes,
    };
}
