using System.Globalization;
using Qwen3.Connectors.Models.Downloads.Transfer;

namespace Qwen3.Connectors;

/// <summary>The state of a download at one moment.</summary>
public sealed record ModelDownloadProgress
{
    /// <summary>What the download is doing.</summary>
    public required ModelDownloadPhase Phase { get; init; }

    /// <summary>The catalog entry of the file.</summary>
    public required CatalogModel Model { get; init; }

    /// <summary>The address of the file, without any token, user name or password.</summary>
    public required Uri Address { get; init; }

    /// <summary>The full path of the finished file.</summary>
    public required string TargetFile { get; init; }

    /// <summary>
    /// Bytes of the file that are on this machine, including those of earlier attempts; while verifying, the bytes that have been
    /// checked.
    /// </summary>
    public required long Bytes { get; init; }

    /// <summary>The length of the file in bytes, or null if it is not known.</summary>
    public long? TotalBytes { get; init; }

    /// <summary>The average speed of the last seconds, or null if it is not known.</summary>
    public double? BytesPerSecond { get; init; }

    /// <summary>The time that the remaining bytes take at this speed, or null if it is not known.</summary>
    public TimeSpan? TimeLeft { get; init; }

    /// <summary>The failed attempt and the next one; null unless the phase is <see cref="ModelDownloadPhase.Retrying"/>.</summary>
    internal DownloadRetry? Retry { get; init; }

    /// <summary>Returns one line of text with the phase and its numbers. Control characters are escaped.</summary>
    public override string ToString() => PrintableText.Escape(Phase switch
    {
        ModelDownloadPhase.Waiting => $"waiting for another download of {Model.Name} ({Size})",
        ModelDownloadPhase.Starting => $"downloading {Model.Name} ({FullSize}) from {Address} to {TargetFile}",
        ModelDownloadPhase.Retrying => $"{Model.Name}: {Retry}",
        ModelDownloadPhase.Verifying => $"verifying {Model.Name} ({Size})",
        _ => $"downloading {Model.Name} ({Size}{Speed}{Left})",
    });

    private string Size => ByteSizeFormatter.Format(Bytes) + (TotalBytes is { } total ? $" of {ByteSizeFormatter.Format(total)}" : "");

    private string FullSize =>
        (TotalBytes is { } total ? ByteSizeFormatter.Format(total) : "unknown size")
        + (Bytes > 0 ? $", {ByteSizeFormatter.Format(Bytes)} already on this machine" : "");

    private string Speed => BytesPerSecond is { } speed ? string.Create(CultureInfo.InvariantCulture, $", {speed / 1e6:F1} MB/s") : "";

    private string Left => TimeLeft is { } time ? string.Create(CultureInfo.InvariantCulture, $", {time.TotalSeconds:F0} s left") : "";
}
