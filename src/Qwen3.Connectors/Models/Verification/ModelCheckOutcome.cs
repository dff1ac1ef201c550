using System.Text.Json.Serialization;

namespace Qwen3.Connectors.Models.Verification;

/// <summary>The result of a check of a model file.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelCheckOutcome>))]
internal enum ModelCheckOutcome
{
    [JsonStringEnumMemberName("passed")]
    Passed,

    /// <summary>It is wrong in the file, and this engine corrects it; other programs may not.</summary>
    [JsonStringEnumMemberName("corrected")]
    Corrected,

    /// <summary>The file is refused, or would rank wrongly.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>There is nothing to compare the file with.</summary>
    [JsonStringEnumMemberName("not_applicable")]
    NotApplicable,
}
