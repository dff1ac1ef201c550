namespace Samples;

/// <summary>The files beside a sample's program: the bundled models and the texts of samples/data.</summary>
internal static class SampleFiles
{
    public static string EmbeddingModel => Model("qwen3-mini-embedding.Q8_0.gguf");

    public static string RerankerModel => Model("qwen3-mini-reranker.Q8_0.gguf");

    /// <summary>Reads all texts with their names, such as <c>code/reports.sql</c>, in the order of their names.</summary>
    public static IEnumerable<(string Name, string Language, string Text)> ReadTexts()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "data");
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(folder, file).Replace('\\', '/'), File: file))
            .Where(file => file.Name != "README.md")
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => (file.Name, LanguageOf(file.Name), File.ReadAllText(file.File)));
    }

    private static string LanguageOf(string name) => Path.GetExtension(name) switch
    {
        ".cs" => "csharp",
        ".py" => "python",
        ".sql" => "sql",
        _ => Path.GetFileNameWithoutExtension(name) is { Length: 2 } language ? language : "en",
    };

    private static string Model(string name) => Path.Combine(AppContext.BaseDirectory, "models", name);
}
