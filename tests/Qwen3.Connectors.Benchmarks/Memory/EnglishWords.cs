using System.Runtime.CompilerServices;

namespace Qwen3.Connectors.Benchmarks.Memory;

/// <summary>Words as often as a real text has them: those of this project's pages.</summary>
internal static class EnglishWords
{
    /// <summary>All words, repeated ones too.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Directory.GetFiles(Pages(), "*.md").Order().SelectMany(File.ReadLines).SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    private static string Pages([CallerFilePath] string thisFile = "") => Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "docs");
}
