using System.Text.RegularExpressions;
using Quickstart;

namespace Qwen3.Connectors.Tests.Samples;

/// <summary>Compares the README with the code, the quick start and the command.</summary>
public partial class ReadmeTests
{
    private static readonly string s_readme = File.ReadAllText(TestData.File("README.md")).ReplaceLineEndings("\n");

    [Fact]
    public void Its_code_is_compiled() => PageSnippets.AssertCompiled(
        "README.md",
        "tests/Qwen3.Connectors.Tests/Samples/ReadmeCode.cs",
        "using var memory = new Qwen3Memory(new LocalVectorStore(\"memory.db\"), generator, reranker);",
        "foreach (var file in Directory.EnumerateFiles(\"samples/data\", \"*.md\"))");

    [Fact]
    public async Task Its_output_of_the_quick_start_is_the_real_one()
    {
        using var output = new StringWriter { NewLine = "\n" };
        Assert.Equal(0, await QuickstartProgram.RunAsync([], output, TextWriter.Null));

        // The last digit may differ on another CPU, where sums are computed in another order.
        Assert.Equal(WithoutDigits(output.ToString().TrimEnd()), WithoutDigits(Assert.Single(Blocks("text"))));
    }

    [Fact]
    public async Task Its_exit_codes_and_options_are_those_of_the_command()
    {
        var help = (await Cli.CliRun.OnFakesAsync("--help")).Output;
        Assert.Contains(
            "Exit codes: 0 done, 1 failed, 2 wrong options or input, 3 bad model file, 4 download failed, 130 cancelled.",
            help,
            StringComparison.Ordinal);
        foreach (var usage in s_readme.Split('\n').Where(line => line.StartsWith("qwen3 ", StringComparison.Ordinal)))
        {
            var command = usage.Split(' ')[1];
            var commandHelp = (await Cli.CliRun.OnFakesAsync(command, "--help")).Output;
            Assert.All(OptionName().Matches(usage), option => Assert.Contains(option.Value, commandHelp, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Its_links_name_existing_files()
    {
        var links = Link().Matches(s_readme).Select(link => link.Groups[1].Value);
        var files = links.Where(link => !link.Contains("://", StringComparison.Ordinal) && link[0] != '#');
        Assert.All(files, file => Assert.True(File.Exists(TestData.File(file))));
    }

    private static List<string> Blocks(string language) =>
        [.. Regex.Matches(s_readme, $"```{language}\n(.*?)\n```", RegexOptions.Singleline).Select(match => match.Groups[1].Value)];

    private static string WithoutDigits(string text) => Digit().Replace(text, "#");

    [GeneratedRegex("[0-9]")]
    private static partial Regex Digit();

    [GeneratedRegex("--[a-z]+")]
    private static partial Regex OptionName();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();
}
