using System.Runtime.CompilerServices;

namespace Qwen3.Connectors.Tests;

/// <summary>Where the tests' files lie: in the repository, and beside it those that may not be copied into it.</summary>
internal static class TestData
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file of the repository, by its path from the root.</summary>
    public static string File(params string[] path) => Path.Combine([Root, .. path]);

    /// <summary>
    /// A file of the folder <c>shared</c> beside the repository (or of <c>QWEN3_SHARED</c>); the test is skipped where it is absent.
    /// </summary>
    public static string SharedFile(params string[] path)
    {
        var shared = Environment.GetEnvironmentVariable("QWEN3_SHARED") ?? Path.Combine(Root, "..", "shared");
        var file = Path.Combine([shared, .. path]);
        Assert.SkipUnless(System.IO.File.Exists(file),
            $"needs {string.Join('/', path)} of the project's shared folder, which is not beside this checkout (QWEN3_SHARED can name it)");
        return file;
    }

    private static string FindRoot([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
