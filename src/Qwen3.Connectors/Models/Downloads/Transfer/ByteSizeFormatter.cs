using System.Globalization;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>Formats numbers of bytes in decimal units, the same in every culture.</summary>
internal static class ByteSizeFormatter
{
    public static string Format(long bytes) => bytes switch
    {
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F2} GB"),
    };
}
