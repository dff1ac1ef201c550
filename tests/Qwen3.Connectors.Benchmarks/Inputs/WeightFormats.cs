using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Benchmarks.Inputs;

/// <summary>The weight formats by name.</summary>
internal static class WeightFormats
{
    /// <summary>All formats, F32 first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. BlockFormat.All.Select(format => format.Type.ToString())];

    /// <summary>The formats that <c>QWEN3_BENCH_FORMATS</c> names, commas between them; all where it is not set.</summary>
    public static IReadOnlyList<string> Selected { get; } =
        Environment.GetEnvironmentVariable("QWEN3_BENCH_FORMATS")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? All;

    /// <summary>The format of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static BlockFormat Find(string name) =>
        BlockFormat.All.FirstOrDefault(format => format.Type.ToString() == name)
        ?? throw new ArgumentException($"There is no weight format '{name}'; there are {string.Join(", ", All)}.", nameof(name));
}
