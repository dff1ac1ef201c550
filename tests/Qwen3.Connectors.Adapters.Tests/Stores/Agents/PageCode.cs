using Qwen3.Connectors.Tests;

namespace Qwen3.Connectors.Adapters.Tests.Stores.Agents;

/// <summary>
/// Code of a page of the documentation, and of the test that compiles it; without indentation and without the directive for
/// <c>Qwen3.Connectors</c>, which this namespace is within.
/// </summary>
internal static class PageCode
{
    public static IEnumerable<string> Lines(string testFile) =>
        File.ReadLines(TestData.File("tests", "Qwen3.Connectors.Adapters.Tests", "Stores", "Agents", testFile)).Select(line => line.Trim());

    public static IEnumerable<string> OfPage(string page) => File.ReadAllText(TestData.File("docs", page)).ReplaceLineEndings("\n")
        .Split("```csharp\n")
        .Skip(1)
        .SelectMany(block => block.Split("\n```")[0].Split('\n'))
        .Where(line => line != "using Qwen3.Connectors;")
        .Select(line => line.Trim());
}
