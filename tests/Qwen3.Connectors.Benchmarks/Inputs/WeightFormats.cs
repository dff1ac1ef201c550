using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Benchmarks.Inputs;

/// <summary>The weight formats by name.</summary>
internal static class WeightFormats
{
    /// <summary>All formats, F32 first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. BlockFormat.All.Select(format => format.Type.ToString())];

    /// <summary>The formats that <c>QWEN3_BENCH_FORMATS</c> names, separated by commas; all if it is not set.</summary>
    public static IReadOnlyList<string> Selected { get; } =
        Environment.GetEnvironmentVariable("QWEN3_BENCH_FORMATS")?.Split(',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? All;

    /// <summary>Returns the format of a name.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    public static BlockFormat Find(string name) =>
        BlockFormat.All.FirstOrDefault(format => format.Type.ToString() == name)
        ?? throw new ArgumentException($"Unknown weight format '{name}'; {string.Join(", ", All)} were expected.", nameof(name));
}
