using System.Text.RegularExpressions;

namespace Qwen3.Connectors.Tests.Cli;

public partial class TokensAndInfoCommandTests
{
    [Fact]
    public async Task Tokens_prints_the_ids_of_each_text()
    {
        var run = await CliRun.OnFakesAsync("tokens", "--model", "m", "ab", "");
        Assert.Equal((0, "{\"index\":0,\"ids\":[97,98]}\n{\"index\":1,\"ids\":[]}\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task Info_prints_the_header_and_the_estimates()
    {
        var run = await CliRun.OnFakesAsync("info", "--model", "path.gguf", "--threads", "2");
        Assert.Equal(
            """
            name          a model
            file          path.gguf
            kind          embedding model
            weights       Q8_0, 5,000,000 parameters (1,000,000 in layers)
            layers        2
            hidden size   64
            feed-forward  128
            heads         8 of size 16, 4 for keys and values
            context       2,048 tokens
            vocabulary    1,000 tokens
            disk          4.0 MB
            memory        about # MB with batches of 4,096 tokens:
                          weights # MB (memory-mapped), activations # MB,
                          tokenizer # MB, process # MB,
                          plus up to # MB for the prefix cache (instructions and rerank queries)
            speed         about 1,200 tokens/s with texts of 512 tokens and 2 threads
            note          a note

            """,
            Amounts().Replace(run.Output.ReplaceLineEndings("\n"), match => match.Value == "4.0 MB" ? match.Value : "# MB"));
    }

    [Fact]
    public async Task Info_does_not_measure_the_speed_with_no_probe()
    {
        var run = await CliRun.RunAsync(
            environment => environment with { MeasureSpeed = (_, _, _) => throw new InvalidOperationException("measured") },
            "",
            "info",
            "--model",
            CliRun.BundledEmbedding,
            "--no-probe");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("speed         not measured\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_prints_the_memory_of_a_long_text_that_exceeds_a_batch()
    {
        var run = await CliRun.OnFakesAsync("info", "--model", "path.gguf", "--batch-tokens", "256");
        Assert.Contains("with batches of 256 tokens:", run.Output, StringComparison.Ordinal);
        Assert.Contains("MB during a text of 2,048 tokens\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_as_JSON_has_every_field()
    {
        var run = await CliRun.OnFakesAsync("info", "--model", "path.gguf", "--json");
        var fields = Assert.Single(run.Lines);
        Assert.Equal("path.gguf", fields.GetProperty("path").GetString());
        Assert.Equal(64, fields.GetProperty("shape").GetProperty("hidden_size").GetInt32());
        Assert.Equal("a note", fields.GetProperty("notes")[0].GetString());
        Assert.Equal(14, fields.EnumerateObject().Count());
        Assert.Equal(10, fields.GetProperty("shape").EnumerateObject().Count());
        Assert.Equal("embedding", fields.GetProperty("kind").GetString());
        var estimate = fields.GetProperty("estimate");
        Assert.Equal(4_000_000, estimate.GetProperty("disk_bytes").GetInt64());
        Assert.Equal(4096, estimate.GetProperty("memory").GetProperty("batch_tokens").GetInt32());
        Assert.InRange(estimate.GetProperty("memory").GetProperty("peak_bytes").GetInt64(), 50_000_000, 100_000_000);
        Assert.Equal(1234.5, estimate.GetProperty("speed").GetProperty("tokens_per_second").GetDouble());
    }

    [GeneratedRegex(@"[\d.,]+ MB")]
    private static partial Regex Amounts();
}
