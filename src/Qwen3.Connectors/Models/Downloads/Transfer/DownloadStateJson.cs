using System.Text.Json.Serialization;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

[JsonSerializable(typeof(DownloadState))]
internal sealed partial class DownloadStateJson : JsonSerializerContext;
