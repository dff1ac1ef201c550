using System.Globalization;

namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>A request as it came.</summary>
/// <param name="Number">How many came before it.</param>
/// <param name="Path">What was asked for.</param>
/// <param name="Headers">By name.</param>
internal sealed record ServerRequest(int Number, string Path, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The first byte that was asked for.</summary>
    public int Offset => Headers.TryGetValue("Range", out var range) ? int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : 0;
}
