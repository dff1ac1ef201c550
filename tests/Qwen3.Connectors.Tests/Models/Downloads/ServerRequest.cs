using System.Globalization;

namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>A request that the server received.</summary>
/// <param name="Number">The number of earlier requests.</param>
/// <param name="Path">The path and the query.</param>
/// <param name="Headers">The headers by name.</param>
internal sealed record ServerRequest(int Number, string Path, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The first requested byte.</summary>
    public int Offset =>
        Headers.TryGetValue("Range", out var range) ? int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : 0;
}
