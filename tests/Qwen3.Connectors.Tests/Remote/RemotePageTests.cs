using System.Text.RegularExpressions;
using Qwen3.Connectors.Remote;

namespace Qwen3.Connectors.Tests.Remote;

/// <summary>What the pages on servers say is so.</summary>
public partial class RemotePageTests
{
    [Fact]
    public void Every_server_has_a_page_and_a_row_in_the_table()
    {
        var table = Read("servers", "README.md");
        var pages = Directory.GetFiles(TestData.File("docs", "servers"), "*.md").Select(path => Path.GetFileName(path)!);
        Assert.Equal(pages.Except(["README.md"]).Order(), Link().Matches(table).Select(match => match.Groups[1].Value).Order());
    }

    [Fact]
    public void Every_name_of_a_connection_is_an_option_and_every_protocol_is_listed()
    {
        var page = Read("remote.md");
        var rows = page[page.IndexOf("## Connections", StringComparison.Ordinal)..page.IndexOf("**Keys**", StringComparison.Ordinal)];
        var cells = Row().Matches(rows).Select(row => row.Groups[1].Value);
        foreach (var name in cells.SelectMany(cell => Code().Matches(cell)).Select(code => code.Groups[1].Value))
        {
            var exception = Record.Exception(() => RemoteOptions.Parse($"{name}=?"));
            Assert.DoesNotContain("unknown name", exception?.Message ?? "", StringComparison.Ordinal);
        }

        Assert.All(Enum.GetNames<RemoteProtocol>(), name => Assert.Contains($"`{name}`", rows, StringComparison.Ordinal));
    }

    private static string Read(params string[] path) => File.ReadAllText(TestData.File(["docs", .. path])).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^\| \[[^\]]+\]\(([^)]+)\)", RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex(@"^\| ([^|]*`[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
