using System.Text.RegularExpressions;

namespace Qwen3.Connectors.Tests;

/// <summary>Compares the C# code of a documentation page with the test that runs it.</summary>
/// <remarks>
/// The names of model files differ: a page has <c>"qwen3-embedding.gguf"</c> where a test has the bundled model. Using directives are
/// left to eng/check-snippets.sh, which compiles every page in an empty project: in this project's namespaces some of them would be
/// redundant.
/// </remarks>
internal static partial class PageSnippets
{
    /// <summary>
    /// Requires that the page has code and every line of it, apart from <paramref name="except"/>, occurs in the test file.
    /// </summary>
    /// <param name="page">The path of the page from the repository's root.</param>
    /// <param name="testFile">The path of the test file from the repository's root.</param>
    /// <param name="except">Lines of the page that a test cannot have.</param>
    public static void AssertCompiled(string page, string testFile, params string[] except)
    {
        var compiled = File.ReadLines(TestData.File(testFile.Split('/'))).Select(line => line.Trim()).ToHashSet();
        var lines = Lines(page).Except(except).ToList();
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Contains(line, compiled));
    }

    private static IEnumerable<string> Lines(string page)
    {
        var text = File.ReadAllText(TestData.File(page.Split('/'))).ReplaceLineEndings("\n");
        return CodeBlock().Matches(text)
            .SelectMany(block => block.Groups[1].Value.Split('\n'))
            .Select(line => RerankerFile()
                .Replace(EmbeddingFile().Replace(line.Trim(), "GoldenModels.EmbeddingFile"), "GoldenModels.RerankerFile"))
            .Where(line => line.Length > 0 && !UsingDirective().IsMatch(line));
    }

    [GeneratedRegex("```csharp\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^using [\w.]+;$")]
    private static partial Regex UsingDirective();

    [GeneratedRegex("\"[^\"]*[Ee]mbedding[^\"]*\\.gguf\"")]
    private static partial Regex EmbeddingFile();

    [GeneratedRegex("\"[^\"]*[Rr]eranker[^\"]*\\.gguf\"")]
    private static partial Regex RerankerFile();
}
