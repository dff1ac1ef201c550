using System.Text.Json.Serialization;

namespace Qwen3.Connectors.Models.Downloads.Storage;

/// <summary>Which file the bytes of a partial file belong to, as its server identified it.</summary>
internal sealed record DownloadState
{
    /// <summary>The entity tag of the bytes, or null if the server sent no strong one.</summary>
    public string? EntityTag { get; init; }

    /// <summary>The file's SHA-256, if catalog or server published it.</summary>
    public string? Sha256 { get; init; }

    public long? TotalBytes { get; init; }

    /// <summary>Whether the partial file can be continued: the entity tag or the hash detects a file that changed.</summary>
    [JsonIgnore]
    public bool CanResume => EntityTag is not null || Sha256 is not null;
}
