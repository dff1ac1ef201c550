namespace Qwen3.Connectors;

/// <summary>How far a download is.</summary>
/// <param name="Phase">What is being done.</param>
/// <param name="Bytes">Bytes of the file that are here, earlier attempts included.</param>
/// <param name="TotalBytes">The file's length, or null where it is not known.</param>
/// <param name="BytesPerSecond">The speed over the last seconds; null while it is not known.</param>
/// <param name="TimeLeft">The time for the rest at that speed; null while it is not known.</param>
/// <param name="TargetFile">Where the file goes, as a full path.</param>
public sealed record ModelDownloadProgress(ModelDownloadPhase Phase, long Bytes, long? TotalBytes, double? BytesPerSecond, TimeSpan? TimeLeft, string TargetFile);
