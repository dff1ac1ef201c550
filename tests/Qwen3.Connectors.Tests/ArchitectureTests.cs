using System.Text.RegularExpressions;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests;

/// <summary>Holds the code to the table of rooms in docs/design.md, which it reads itself: neither can change without the other.</summary>
public partial class ArchitectureTests
{
    private const string Engine = "Qwen3.Connectors.Inference";

    private static readonly Dictionary<string, string[]> Allowed = ReadTable();

    public static TheoryData<string> Rooms => [.. Allowed.Keys];

    [Fact]
    public void The_rooms_of_the_table_are_the_folders_of_the_engine()
    {
        var folders = Directory.GetDirectories(TestData.File("src", Engine)).Select(folder => Path.GetFileName(folder)!).Except(["bin", "obj"]);
        Assert.Equal(Allowed.Keys.Order(), folders.Order());
    }

    [Fact]
    public void A_room_may_use_rooms_above_it_in_the_table_only()
    {
        var above = new List<string>();
        foreach (var (room, uses) in Allowed)
        {
            Assert.Empty(uses.Except(above));
            above.Add(room);
        }
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_refers_only_to_the_rooms_that_the_table_allows(string room)
    {
        foreach (var file in Directory.GetFiles(TestData.File("src", Engine, room), "*.cs", SearchOption.AllDirectories))
        {
            var code = Comments().Replace(File.ReadAllText(file), "");
            var referred = RoomNames().Matches(code).Select(match => match.Groups["room"].Value).Distinct();
            var forbidden = referred.Where(Allowed.ContainsKey).Except(Allowed[room]).Except([room]);
            Assert.True(
                !forbidden.Any(),
                $"{Path.GetFileName(file)} of {room} refers to {string.Join(", ", forbidden)}; docs/design.md allows {string.Join(", ", Allowed[room])}.");
        }
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void The_files_of_a_room_are_in_its_namespace(string room)
    {
        foreach (var file in Directory.GetFiles(TestData.File("src", Engine, room), "*.cs", SearchOption.AllDirectories))
        {
            Assert.Contains($"namespace {Engine}.{room};", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Public_types_of_the_engine_stand_in_its_root_namespace() =>
        Assert.All(typeof(EmbeddingModel).Assembly.GetExportedTypes(), type => Assert.Equal(Engine, type.Namespace));

    /// <summary>Rooms and what they may use, in the order of the page.</summary>
    private static Dictionary<string, string[]> ReadTable()
    {
        var table = new Dictionary<string, string[]>();
        foreach (var line in File.ReadLines(TestData.File("docs", "design.md")))
        {
            if (TableRow().Match(line) is { Success: true } row)
            {
                var uses = row.Groups["uses"].Value;
                table.Add(row.Groups["room"].Value, uses == "-" ? [] : uses.Split(", "));
            }
        }

        Assert.NotEmpty(table);
        return table;
    }

    [GeneratedRegex(@"^\| `(?<room>\w+)/` \| [^|]+ \| (?<uses>-|\w+(, \w+)*) \|$")]
    private static partial Regex TableRow();

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex Comments();

    /// <summary>A room in a using directive, in a full name, or as the first part of a name seen from the engine's own namespace.</summary>
    [GeneratedRegex(@"(Inference\.(?<room>\w+)|(?<![\w.])(?<room>[A-Z]\w+)\.[A-Z])")]
    private static partial Regex RoomNames();
}
