using Qwen3.Connectors.Tests.Models.Verification;

namespace Qwen3.Connectors.Tests.Cli;

public class VerifyCommandTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_right_file_is_0(bool isEmbedding)
    {
        var run = await CliRun.OnRealModelAsync("verify", isEmbedding ? CliRun.BundledEmbedding : CliRun.BundledReranker);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.EndsWith("The file is right.\n", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_file_is_3_with_what_was_expected_and_found_why_and_what_to_do()
    {
        using var file = BundledFile.Embedding().Put("qwen3.rope.freq_base", 10000f).WithoutKey("tokenizer.ggml.add_eos_token").Save();
        var run = await CliRun.OnRealModelAsync("verify", file.Path, "--threads", "1");
        Assert.Equal((3, ""), (run.ExitCode, run.Error));
        var output = run.Output.ReplaceLineEndings("\n");
        Assert.Contains(
            """
            FAILED     rope base                      expected  1,000,000
                                                      found     10,000
                                                      why       All Qwen3 embedding and reranking models were trained with this base; with another one, words are not where they stand.
                                                      do        Choose another file, or convert the model again with a current llama.cpp.

            """,
            output,
            StringComparison.Ordinal);
        Assert.EndsWith("\nChecks: 10 ok, 1 corrected, 2 FAILED.\nThe file is wrong, or not what it seems: do not use it.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_it_has_every_check()
    {
        using var file = BundledFile.Embedding().Put("qwen3.rope.freq_base", 10000f).Save();
        var run = await CliRun.OnRealModelAsync("verify", file.Path, "--json");
        Assert.Equal(3, run.ExitCode);
        var result = Assert.Single(run.Lines);
        Assert.Equal((file.Path, "Qwen3 mini embedding", false), (result.GetProperty("path").GetString(), result.GetProperty("model").GetString(), result.GetProperty("passed").GetBoolean()));
        var ropeBase = Assert.Single(result.GetProperty("checks").EnumerateArray(), check => check.GetProperty("name").GetString() == "rope base");
        Assert.Equal(("failed", "1,000,000", "10,000"), (ropeBase.GetProperty("outcome").GetString(), ropeBase.GetProperty("expected").GetString(), ropeBase.GetProperty("found").GetString()));
        Assert.Equal(13, result.GetProperty("checks").GetArrayLength());
    }

    [Fact]
    public async Task A_file_of_another_kind_is_a_result_and_none_is_a_message()
    {
        var other = await CliRun.OnRealModelAsync("verify", TestData.File("README.md"));
        Assert.Equal((3, ""), (other.ExitCode, other.Error));
        Assert.Contains("do        Open the download's address", other.Output, StringComparison.Ordinal);
        var none = await CliRun.OnRealModelAsync("verify", "none.gguf");
        Assert.Equal((3, "", "qwen3: there is no model file 'none.gguf'"), (none.ExitCode, none.Output, none.Message));
    }
}
