using System.Runtime.CompilerServices;

namespace Qwen3.Connectors.Benchmarks.Memory;

/// <summary>The words of this project's pages, with the frequencies of real text.</summary>
internal static class EnglishWords
{
    /// <summary>All words with repetitions.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Directory.GetFiles(Pages(), "*.md").Order().SelectMany(File.ReadLines)
            .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    private static string Pages([CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "docs");
}
