using System.Text.Json.Serialization;

namespace Qwen3.Connectors.Downloads;

[JsonSerializable(typeof(PartState))]
internal sealed partial class PartStateJson : JsonSerializerContext;
