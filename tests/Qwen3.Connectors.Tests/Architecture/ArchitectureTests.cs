using System.Text.RegularExpressions;
using System.Xml.Linq;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Architecture;

/// <summary>Compares the code with the tables of packages and folders in docs/design.md: neither can change without the other.</summary>
public partial class ArchitectureTests
{
    private const string Main = "Qwen3.Connectors";

    private const int MaxRootFiles = 12;

    private static readonly DesignPage s_page = DesignPage.Read();

    public static TheoryData<string> Packages => [.. s_page.Packages.Keys];

    public static TheoryData<string> ProjectsWithFolders => [.. s_page.Folders.Keys];

    [Fact]
    public void The_packages_of_the_table_are_the_projects_under_src()
    {
        var projects = Directory.GetDirectories(TestData.File("src")).Select(folder => Path.GetFileName(folder)!);
        Assert.Equal(projects.Order(), s_page.Packages.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_refers_to_the_projects_and_packages_of_its_row_only(string package)
    {
        var project = XDocument.Load(TestData.File("src", package, $"{package}.csproj"));
        var row = s_page.Packages[package];
        var projects = project.Descendants("ProjectReference")
            .Select(item => Path.GetFileNameWithoutExtension((string)item.Attribute("Include")!));
        Assert.Empty(projects.Except(row.Projects));

        var packages = project.Descendants("PackageReference").Select(item => (string)item.Attribute("Include")!);
        Assert.All(packages, name => Assert.Contains(row.Packages, pattern => Matches(name, pattern)));
    }

    [Fact]
    public void A_package_may_use_packages_above_it_only()
    {
        var above = new List<string>();
        foreach (var (package, row) in s_page.Packages)
        {
            Assert.Empty(row.Projects.Except(above));
            above.Add(package);
        }
    }

    [Theory]
    [MemberData(nameof(ProjectsWithFolders))]
    public void The_folders_of_a_table_are_those_of_the_project(string project)
    {
        var units = ProjectCode.Of(project).Files.Select(file => s_page.Unit(project, file.Folder)).Where(unit => unit.Length > 0);
        Assert.Equal(units.Distinct().Order(), s_page.Folders[project].Keys.Order());
    }

    [Theory]
    [MemberData(nameof(ProjectsWithFolders))]
    public void A_folder_may_use_folders_above_it_only(string project)
    {
        var rootFiles = ProjectCode.Of(project).Files.Where(file => file.Folder.Length == 0);
        var above = rootFiles.Select(file => file.TypeName).ToHashSet();
        foreach (var (folder, uses) in s_page.Folders[project])
        {
            Assert.Empty(uses.Except(above));
            above.Add(folder);
        }
    }

    [Theory]
    [MemberData(nameof(ProjectsWithFolders))]
    public void A_file_mentions_types_of_allowed_folders_only(string project)
    {
        var code = ProjectCode.Of(project);
        var faults =
            from file in code.Files
            let unit = s_page.Unit(project, file.Folder)
            where unit.Length > 0
            from type in file.Mentions(code.Types)
            let owners = code.Types[type].Select(folder => s_page.Unit(project, folder)).ToList()
            where !owners.Contains(unit) && !owners.Any(owner => s_page.Folders[project][unit].Contains(owner.Length == 0 ? type : owner))
            select $"{file.Path} uses {type} of {(owners[0].Length == 0 ? "the root" : owners[0])}";
        Assert.True(!faults.Any(), string.Join('\n', faults));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_root_of_a_project_holds_at_most_a_dozen_files(string project) =>
        Assert.InRange(ProjectCode.Of(project).Files.Count(file => file.Folder.Length == 0), 0, MaxRootFiles);

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_file_declares_one_type_and_has_its_name(string project) =>
        Assert.All(
            ProjectCode.Of(project).Files.Where(file => file.Name != "Program"),
            file => Assert.Equal([file.TypeName], file.DeclaredTypes.Distinct()));

    [Theory]
    [MemberData(nameof(Packages))]
    public void Internal_types_are_in_the_namespace_of_their_folder(string project)
    {
        foreach (var file in ProjectCode.Of(project).Files.Where(file => !file.IsPublic && file.Name != "Program"))
        {
            var expected = string.Join('.', [project, .. file.Folder.Split('/', StringSplitOptions.RemoveEmptyEntries)]);
            Assert.True(file.Namespace == expected, $"{file.Path} is in the namespace {file.Namespace}; expected {expected}.");
        }
    }

    [Fact]
    public void Public_types_of_a_package_are_in_its_root_namespace()
    {
        Assert.All(typeof(EmbeddingModel).Assembly.GetExportedTypes(), type => Assert.Equal("Qwen3.Connectors.Inference", type.Namespace));
        Assert.All(
            ProjectCode.Of(Main).Files.Where(file => file.IsPublic && !file.Name.EndsWith("Extensions", StringComparison.Ordinal)),
            file => Assert.Equal(Main, file.Namespace));
    }

    /// <summary>A type that was renamed must be renamed on the pages too.</summary>
    [Theory]
    [InlineData("docs/design.md")]
    [InlineData("CONTRIBUTING.md")]
    public void Names_on_the_pages_for_contributors_occur_in_the_code(string page)
    {
        var files = new[] { "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(TestData.File(folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        var words = files.SelectMany(file => Name().Matches(File.ReadAllText(file)).Select(match => match.Value)).ToHashSet();
        var names = NameInBackticks().Matches(File.ReadAllText(TestData.File(page.Split('/')))).Select(match => match.Groups[1].Value);
        Assert.Empty(names.Except([.. words, "NameFormat"]));
    }

    [GeneratedRegex(@"\b[A-Z]\w+\b")]
    private static partial Regex Name();

    [GeneratedRegex("`([A-Z][A-Za-z0-9]+)`")]
    private static partial Regex NameInBackticks();

    private static bool Matches(string name, string pattern) =>
        Regex.IsMatch(name, $"^{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal)}$");
}
