namespace Qwen3.Connectors;

/// <summary>The phases of a download that <see cref="ModelDownloadProgress"/> reports.</summary>
public enum ModelDownloadPhase
{
    /// <summary>Another process, or another caller in this process, downloads the same file; this caller waits for it.</summary>
    Waiting,

    /// <summary>The server has answered. Reported once per download, before the first byte is written.</summary>
    Starting,

    /// <summary>Bytes are being received.</summary>
    Downloading,

    /// <summary>An attempt failed; another one follows after a delay.</summary>
    Retrying,

    /// <summary>All bytes have arrived and are compared with the published hash.</summary>
    Verifying,
}
