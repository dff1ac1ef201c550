using System.Text.Json.Serialization;

namespace Qwen3.Connectors.Inference;

/// <summary>The task that a model was trained for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelKind>))]
public enum ModelKind
{
    /// <summary>The model turns texts into vectors.</summary>
    [JsonStringEnumMemberName("embedding")]
    Embedding,

    /// <summary>The model turns a query and documents into probabilities of relevance.</summary>
    [JsonStringEnumMemberName("reranker")]
    Reranker,
}
