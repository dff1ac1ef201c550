namespace Qwen3.Connectors.Tests.Architecture;

/// <summary>The source files of one project and the folders that declare its types.</summary>
internal sealed class ProjectCode
{
    private ProjectCode(IReadOnlyList<SourceFile> files)
    {
        Files = files;
        Types = files.SelectMany(file => file.DeclaredTypes.Select(type => (type, file.Folder)))
            .GroupBy(pair => pair.type)
            .ToDictionary(group => group.Key, group => group.Select(pair => pair.Folder).Distinct().ToList());
    }

    public IReadOnlyList<SourceFile> Files { get; }

    /// <summary>The folders of each declared type, by its name; several where folders have types of the same name.</summary>
    public Dictionary<string, List<string>> Types { get; }

    public static ProjectCode Of(string project)
    {
        var root = new[] { "src", "tests" }.Select(folder => TestData.File(folder, project)).First(Directory.Exists);
        return new([.. Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("bin/", StringComparison.Ordinal) && !file.StartsWith("obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(file => new SourceFile(file, File.ReadAllText(Path.Combine(root, file))))]);
    }
}
