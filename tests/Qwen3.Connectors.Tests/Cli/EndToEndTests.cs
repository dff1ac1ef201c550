namespace Qwen3.Connectors.Tests.Cli;

/// <summary>The commands with the bundled models.</summary>
public class EndToEndTests
{
    [Fact]
    public async Task Embed_prints_the_reference_vectors()
    {
        var golden = GoldenModels.Load();
        var run = await CliRun.OnRealModelAsync(["embed", "--model", CliRun.BundledEmbedding, "--role", "query", .. golden.Queries]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        foreach (var (line, expected) in run.Lines.Zip(golden.QueryEmbeddings))
        {
            var values = line.GetProperty("embedding").EnumerateArray().Zip(expected);
            Assert.All(values, pair => Assert.Equal(pair.Second, pair.First.GetDouble(), 1e-5));
        }
    }

    [Fact]
    public async Task Rerank_prints_the_reference_probabilities_best_first()
    {
        var golden = GoldenModels.Load();
        var expected = golden.YesProbabilities[0];
        var run = await CliRun.OnRealModelAsync(
            ["rerank", "--model", CliRun.BundledReranker, "--query", golden.Queries[0], "--", .. golden.Documents[..expected.Length]]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var indexes = run.Lines.Select(line => line.GetProperty("index").GetInt32()).ToList();
        var scores = run.Lines.Select(line => line.GetProperty("score").GetDouble());
        Assert.All(indexes.Zip(scores), pair => Assert.Equal(expected[pair.First], pair.Second, 1e-4));
        Assert.Equal(expected.Index().OrderByDescending(one => one.Item).Select(one => one.Index), indexes);
    }

    [Fact]
    public async Task Text_that_looks_like_a_special_token_is_plain_text()
    {
        var run = await CliRun.OnRealModelAsync("tokens", "--model", CliRun.BundledEmbedding, "", "a", "<|endoftext|>");
        Assert.Equal([0, 1], run.Lines.Take(2).Select(line => line.GetProperty("ids").GetArrayLength()));
        Assert.True(run.Lines[2].GetProperty("ids").GetArrayLength() > 1);
    }

    [Theory]
    [InlineData(true, "Qwen3 mini embedding")]
    [InlineData(false, "Qwen3 mini reranker")]
    public async Task Info_describes_files_of_either_kind(bool isEmbedding, string name)
    {
        var model = isEmbedding ? CliRun.BundledEmbedding : CliRun.BundledReranker;
        var run = await CliRun.OnRealModelAsync("info", "--json", "--model", model);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(name, run.Lines[0].GetProperty("name").GetString());
        Assert.Equal("Q8_0", run.Lines[0].GetProperty("weight_type").GetString());
        Assert.Equal(!isEmbedding, run.Lines[0].GetProperty("notes").ToString().Contains("rows of yes and no", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("embed", "text")]
    [InlineData("rerank", "--query", "q", "text")]
    [InlineData("tokens", "text")]
    [InlineData("info")]
    [InlineData("bench")]
    public async Task A_missing_file_or_one_of_another_kind_gives_one_line_and_exit_code_3(string command, params string[] arguments)
    {
        foreach (var file in new[] { TestData.File("README.md"), TestData.File("no-such-file.gguf"), TestData.File("samples") })
        {
            var run = await CliRun.OnRealModelAsync([command, "--model", file, .. arguments]);
            Assert.Equal((3, ""), (run.ExitCode, run.Output));
            Assert.Contains(file, run.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_embedding_model_is_refused_as_a_reranker()
    {
        var run = await CliRun.OnRealModelAsync("rerank", "--query", "q", "--model", CliRun.BundledEmbedding, "text");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("reranker", run.Message, StringComparison.Ordinal);
    }
}
