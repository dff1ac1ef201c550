using System.Text.Json.Serialization;

namespace Qwen3.Connectors;

/// <summary>How a check of a model file ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelCheckOutcome>))]
public enum ModelCheckOutcome
{
    /// <summary>What was found is what was expected.</summary>
    [JsonStringEnumMemberName("passed")]
    Passed,

    /// <summary>It is wrong in the file, and this engine puts it right; other programs may not.</summary>
    [JsonStringEnumMemberName("corrected")]
    Corrected,

    /// <summary>The file is refused, or would rank wrongly.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>There is nothing to hold the file against.</summary>
    [JsonStringEnumMemberName("not_applicable")]
    NotApplicable,
}
