using System.Text.Json.Serialization;

namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>What a file is made for, as far as its header tells.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FilePurpose>))]
internal enum FilePurpose
{
    /// <summary>The header says nothing: perhaps a language model of the family.</summary>
    Unknown,

    [JsonStringEnumMemberName("embedding")]
    Embedding,

    [JsonStringEnumMemberName("reranker")]
    Reranker,
}
