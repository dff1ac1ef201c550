using System.Globalization;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>Numbers of bytes for people.</summary>
internal static class ByteSizeFormatter
{
    public static string Of(long bytes) => bytes switch
    {
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F2} GB"),
    };
}
