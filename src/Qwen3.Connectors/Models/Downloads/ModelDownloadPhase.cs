namespace Qwen3.Connectors;

/// <summary>What a download is doing.</summary>
public enum ModelDownloadPhase
{
    /// <summary>Another process, or another caller in this one, downloads the same file.</summary>
    Waiting,

    /// <summary>Bytes arrive.</summary>
    Downloading,

    /// <summary>All bytes are here, and are compared with their hash.</summary>
    Verifying,
}
