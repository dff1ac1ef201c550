using Qwen3.Connectors.Tests.Models.Verification;

namespace Qwen3.Connectors.Tests.Cli;

public class VerifyCommandTests
{
    private const string Reason =
        "All Qwen3 embedding and reranking models were trained with this base; another base gives every word a wrong position.";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_right_file_gives_exit_code_0(bool isEmbedding)
    {
        var run = await CliRun.OnRealModelAsync("verify", isEmbedding ? CliRun.BundledEmbedding : CliRun.BundledReranker);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.EndsWith("The file is right.\n", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_file_gives_exit_code_3_with_expected_and_found_values_reason_and_advice()
    {
        using var file = BundledFile.Embedding().Put("qwen3.rope.freq_base", 10000f).WithoutKey("tokenizer.ggml.add_eos_token").Save();
        var run = await CliRun.OnRealModelAsync("verify", file.Path, "--threads", "1");
        Assert.Equal((3, ""), (run.ExitCode, run.Error));
        var output = run.Output.ReplaceLineEndings("\n");
        Assert.Contains(
            $"""
            FAILED     rope base                      expected  1,000,000
                                                      found     10,000
                                                      why       {Reason}
                                                      do        Choose another file, or convert the model again with a current llama.cpp.

            """,
            output,
            StringComparison.Ordinal);
        Assert.EndsWith(
            "\nChecks: 10 ok, 1 corrected, 2 FAILED.\n" +
            "The file is damaged, converted wrongly or another model than its name says: do not use it.\n",
            output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_JSON_output_has_every_check()
    {
        using var file = BundledFile.Embedding().Put("qwen3.rope.freq_base", 10000f).Save();
        var run = await CliRun.OnRealModelAsync("verify", file.Path, "--json");
        Assert.Equal(3, run.ExitCode);
        var result = Assert.Single(run.Lines);
        Assert.Equal(file.Path, result.GetProperty("path").GetString());
        Assert.Equal("Qwen3 mini embedding", result.GetProperty("model").GetString());
        Assert.False(result.GetProperty("passed").GetBoolean());
        var checks = result.GetProperty("checks").EnumerateArray().ToList();
        Assert.Equal(13, checks.Count);
        var ropeBase = Assert.Single(checks, check => check.GetProperty("name").GetString() == "rope base");
        Assert.Equal("failed", ropeBase.GetProperty("outcome").GetString());
        Assert.Equal("1,000,000", ropeBase.GetProperty("expected").GetString());
        Assert.Equal("10,000", ropeBase.GetProperty("found").GetString());
    }

    [Fact]
    public async Task A_file_of_another_kind_gives_a_report_and_a_missing_file_a_message()
    {
        var other = await CliRun.OnRealModelAsync("verify", TestData.File("README.md"));
        Assert.Equal((3, ""), (other.ExitCode, other.Error));
        Assert.Contains("do        Open the download's address", other.Output, StringComparison.Ordinal);
        var none = await CliRun.OnRealModelAsync("verify", "none.gguf");
        Assert.Equal((3, "", "qwen3: the model file 'none.gguf' does not exist"), (none.ExitCode, none.Output, none.Message));
    }
}
