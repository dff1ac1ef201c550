using System.Text.Json.Serialization;

namespace Qwen3.Connectors.Models.Downloads.Storage;

[JsonSerializable(typeof(DownloadState))]
internal sealed partial class DownloadStateJsonContext : JsonSerializerContext;
