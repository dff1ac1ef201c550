namespace Qwen3.Connectors.Tests.Cli;

public class TokensAndInfoCommandTests
{
    [Fact]
    public async Task Tokens_prints_the_ids_of_each_text()
    {
        var run = await CliRun.OnFakesAsync("tokens", "--model", "m", "ab", "");
        Assert.Equal((0, "{\"index\":0,\"ids\":[97,98]}\n{\"index\":1,\"ids\":[]}\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task Info_prints_what_the_file_says()
    {
        var run = await CliRun.OnFakesAsync("info", "--model", "path.gguf");
        Assert.Equal(
            """
            name          a model
            file          path.gguf
            file size     4.0 MB
            weights       Q8_0, 5,000,000 values (1,000,000 in layers)
            layers        2
            hidden size   64
            feed-forward  128
            heads         8 of 16, 4 for keys and values
            context       2,048 tokens
            vocabulary    1,000 tokens
            note          a note

            """,
            run.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Info_as_JSON_has_every_field()
    {
        var run = await CliRun.OnFakesAsync("info", "--model", "path.gguf", "--json");
        var fields = Assert.Single(run.Lines);
        Assert.Equal("path.gguf", fields.GetProperty("path").GetString());
        Assert.Equal(64, fields.GetProperty("hidden_size").GetInt32());
        Assert.Equal("a note", fields.GetProperty("notes")[0].GetString());
        Assert.Equal(15, fields.EnumerateObject().Count());
    }
}
