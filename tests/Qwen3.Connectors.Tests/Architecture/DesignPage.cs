using System.Text.RegularExpressions;

namespace Qwen3.Connectors.Tests.Architecture;

/// <summary>The tables of docs/design.md that tests compare with the code.</summary>
internal sealed partial class DesignPage
{
    private const string RootName = "Qwen3.Connectors";

    /// <summary>Packages in the order of the page.</summary>
    public Dictionary<string, PackageRow> Packages { get; } = [];

    /// <summary>By project: its folders in the order of the page, each with the folders and root types that it may use.</summary>
    public Dictionary<string, Dictionary<string, HashSet<string>>> Folders { get; } = [];

    public static DesignPage Read()
    {
        var page = new DesignPage();
        var project = "";
        foreach (var line in File.ReadLines(TestData.File("docs", "design.md")))
        {
            if (Heading().Match(line) is { Success: true } heading)
            {
                project = heading.Groups["project"].Value;
            }
            else if (PackageLine().Match(line) is { Success: true } package)
            {
                var projects = Names(package.Groups["projects"].Value).Select(FullName);
                page.Packages.Add(package.Groups["name"].Value, new([.. projects], Names(package.Groups["packages"].Value)));
            }
            else if (FolderLine().Match(line) is { Success: true } folder)
            {
                page.Folders.TryAdd(project, []);
                page.Folders[project].Add(folder.Groups["folder"].Value, [.. Names(folder.Groups["uses"].Value)]);
            }
        }

        Assert.NotEmpty(page.Packages);
        Assert.NotEmpty(page.Folders);
        return page;
    }

    /// <summary>The row that a folder belongs to: itself or the nearest folder above it that has one; empty for the root.</summary>
    public string Unit(string project, string folder)
    {
        for (var unit = folder; unit.Length > 0; unit = unit.Contains('/', StringComparison.Ordinal) ? unit[..unit.LastIndexOf('/')] : "")
        {
            if (Folders[project].ContainsKey(unit))
            {
                return unit;
            }
        }

        return folder;
    }

    private static string FullName(string name) => name == "Connectors" ? RootName : $"{RootName}.{name}";

    private static string[] Names(string cell) => cell.Trim() == "-" ? [] : [.. cell.Split(',').Select(name => name.Trim())];

    [GeneratedRegex(@"^#+ .*`(?<project>Qwen3\.Connectors[\w.]*)`")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| `(?<name>Qwen3\.Connectors[\w.]*)` \|(?<projects>[^|]+)\|(?<packages>[^|]+)\|[^|]+\|$")]
    private static partial Regex PackageLine();

    [GeneratedRegex(@"^\| `(?<folder>[\w/]+)/` \|[^|]+\|(?<uses>[^|]+)\|$")]
    private static partial Regex FolderLine();
}
