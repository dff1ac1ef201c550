using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Models.Catalog;

/// <summary>The networks of the official models.</summary>
internal static class OfficialShapes
{
    /// <summary>Returns the network of a size, such as 0.6B; embedding models and rerankers of a size have the same, and the same vocabulary.</summary>
    public static ModelShape Of(ModelKind kind, string size) => size switch
    {
        "0.6B" => Create(layers: 28, hidden: 1024, heads: 16, feedForward: 3072, context: kind == ModelKind.Embedding ? 32768 : 40960),
        "4B" => Create(layers: 36, hidden: 2560, heads: 32, feedForward: 9728, context: 40960),
        "8B" => Create(layers: 36, hidden: 4096, heads: 32, feedForward: 12288, context: 40960),
        _ => throw new InvalidOperationException($"No shape for the size '{size}'. This is a bug."),
    };

    /// <summary>Whether the language model's head has the token embedding's rows.</summary>
    public static bool IsTied(string size) => size != "8B";

    private static ModelShape Create(int layers, int hidden, int heads, int feedForward, int context) => new()
    {
        LayerCount = layers,
        HiddenSize = hidden,
        FeedForwardSize = feedForward,
        HeadCount = heads,
        KeyValueHeadCount = 8,
        HeadSize = 128,
        ContextLength = context,
        VocabularySize = 151_669,
    };
}
