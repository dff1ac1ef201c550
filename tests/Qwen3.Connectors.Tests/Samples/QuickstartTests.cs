using Quickstart;

namespace Qwen3.Connectors.Tests.Samples;

/// <summary>The quick start sample.</summary>
public class QuickstartTests
{
    [Fact]
    public async Task It_runs_without_arguments_and_every_expected_value_agrees()
    {
        var (exitCode, output, error) = await RunAsync();
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("All expected values agree.", output, StringComparison.Ordinal);
        Assert.Equal(8, output.Split('\n').Count(line => line.TrimEnd().EndsWith("   ok", StringComparison.Ordinal)));
        Assert.DoesNotContain("DIFFERS", output, StringComparison.Ordinal);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.TrimEnd('\r').Length, 0, 125));
        Assert.All(output.Split('\n'), line => Assert.Equal(line.TrimEnd('\r'), line.TrimEnd()));
    }

    [Fact]
    public async Task Reranking_moves_the_right_passage_to_the_first_rank()
    {
        var lines = (await RunAsync()).Output.Split('\n').Select(line => line.TrimEnd()).ToList();
        var converter = lines.IndexOf("  \"MP3 converter\"");
        Assert.Contains("Replaces text", lines[converter + 2][..60], StringComparison.Ordinal);
        Assert.Contains("Converts audio files", lines[converter + 2][60..], StringComparison.Ordinal);
        Assert.EndsWith("was 4", lines[converter + 2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_files_can_be_chosen()
    {
        var (exitCode, output, _) = await RunAsync("--embedding", GoldenModels.EmbeddingFile, "--reranker", GoldenModels.RerankerFile);
        Assert.Equal(0, exitCode);
        Assert.Contains("All expected values agree.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_without_expected_values_runs_too()
    {
        var file = TestData.File("tests", "data", "quant-models", "q4_k_m.gguf");
        var (exitCode, output, _) = await RunAsync("--embedding", file);
        Assert.Equal(0, exitCode);
        Assert.Contains("No expected values are known for this file.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_path_or_file_gives_one_line()
    {
        string[] files = [TestData.File("no-such-file.gguf"), TestData.File("README.md"), TestData.File("samples")];
        foreach (var file in files.Append(GoldenModels.EmbeddingFile))
        {
            var (exitCode, output, error) = await RunAsync("--reranker", file);
            Assert.Equal((1, ""), (exitCode, output));
            Assert.Contains(file, error, StringComparison.Ordinal);
            Assert.Single(error.TrimEnd().Split('\n'));
        }
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--embedding")]
    [InlineData("--model", "m")]
    [InlineData("--reranker", "")]
    public async Task Wrong_arguments_show_the_usage(params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(arguments);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith("usage: ", error, StringComparison.Ordinal);
    }

    internal static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await QuickstartProgram.RunAsync(arguments, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}
