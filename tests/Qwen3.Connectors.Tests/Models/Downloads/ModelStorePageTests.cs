using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>Compares docs/model-store.md with the code.</summary>
public partial class ModelStorePageTests
{
    private static readonly string s_page = File.ReadAllText(TestData.File("docs", "model-store.md")).ReplaceLineEndings("\n");

    /// <summary>The code of the page. It would download a model, so it is compiled and not run.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("CodeQuality", "IDE0051", Justification = "Compiled, not run.")]
    private static async Task PageAsync()
    {
        using var generator = Qwen3EmbeddingGenerator.Create(new() { ModelPath = "qwen3-embedding:0.6b" });
        var vector = await generator.GenerateVectorAsync("The capital of China is Beijing.");

        var store = new ModelStore();
        var progress = new Progress<ModelDownloadProgress>(
            now => Console.Error.WriteLine($"{now.Bytes} of {now.TotalBytes} bytes, {now.TimeLeft} left"));
        string file = await store.GetAsync("Qwen3-Reranker-0.6B:Q8_0", progress);
        using var reranker = Qwen3Reranker.Load(file);
        _ = vector;
    }

    [Fact]
    public void The_code_of_the_page_is_compiled()
    {
        var source = TestData.File("tests", "Qwen3.Connectors.Tests", "Models", "Downloads", "ModelStorePageTests.cs");
        var compiled = File.ReadLines(source).Select(line => line.Trim()).ToHashSet();
        var blocks = CodeBlock().Matches(s_page);
        Assert.Equal(2, blocks.Count);
        Assert.All(blocks.SelectMany(block => block.Groups[1].Value.Split('\n')), line => Assert.Contains(line.Trim(), compiled));
    }

    [Fact]
    public void The_tables_list_every_file_option_and_failure()
    {
        var files = ModelRow().Matches(s_page)
            .SelectMany(row => Code().Matches(row.Groups[2].Value).Select(code => $"{row.Groups[1].Value}:{code.Groups[1].Value}"));
        Assert.Equal(ModelCatalog.Models.Select(model => model.Name), files);
        var rows = FirstCell().Matches(s_page).Select(row => row.Groups[1].Value).ToList();

        // Offline is an option and a failure.
        var options = rows.TakeWhile(row => row != "Progress").Append("Progress")
            .Where(row => !row.StartsWith("Qwen3-", StringComparison.Ordinal));
        Assert.Equal(typeof(ModelStoreOptions).GetProperties().Select(property => property.Name), options);
        Assert.Equal(Enum.GetNames<ModelDownloadFailure>(), rows.Where(row => Enum.IsDefined(typeof(ModelDownloadFailure), row)).Skip(1));
    }

    [Fact]
    public void Every_name_on_the_page_is_in_the_catalog()
    {
        string[] names =
        [
            "qwen3-embedding:0.6b",
            "qwen3-embedding:8b-fp16",
            "dengcao/Qwen3-Reranker-8B:Q4_K_M",
            "hf.co/Qwen/Qwen3-Embedding-4B-GGUF:Q5_K_M",
        ];
        Assert.All(names, name =>
        {
            Assert.Contains(name, s_page, StringComparison.Ordinal);
            Assert.True(ModelCatalog.TryGet(name, out _));
        });
    }

    [Fact]
    public async Task Every_command_line_option_on_the_page_exists()
    {
        foreach (var usage in s_page.Split('\n').Where(line => line.StartsWith("qwen3 ", StringComparison.Ordinal)))
        {
            var help = (await Cli.CliRun.OnFakesAsync(usage.Split(' ')[1], "--help")).Output;
            Assert.All(OptionName().Matches(usage), option => Assert.Contains(option.Value, help, StringComparison.Ordinal));
        }
    }

    [GeneratedRegex("```csharp\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^\| `(Qwen3-[\w.-]+)` \| ([^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex ModelRow();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex FirstCell();

    [GeneratedRegex("--[a-z]+")]
    private static partial Regex OptionName();
}
