using System.Text.Json.Serialization;

namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>Reads <c>known-models.json</c> without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(KnownModels))]
internal sealed partial class KnownModelsJson : JsonSerializerContext;
