using System.Text.Json.Serialization;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>Which file the bytes of a part belong to, as its server named it.</summary>
internal sealed record DownloadState
{
    /// <summary>The entity tag of the bytes, or null where the server gave none that is strong.</summary>
    public string? EntityTag { get; init; }

    /// <summary>The file's SHA-256, where catalog or server told it.</summary>
    public string? Sha256 { get; init; }

    public long? TotalBytes { get; init; }

    /// <summary>Whether more bytes can be put behind those that are here: the server is held to the same file, or a hash will tell.</summary>
    [JsonIgnore]
    public bool CanResume => EntityTag is not null || Sha256 is not null;
}
