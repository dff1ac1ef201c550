using Qwen3.Connectors.Tests.Embedding;

namespace Qwen3.Connectors.Tests.Cli;

public class EmbedCommandTests
{
    [Fact]
    public async Task Each_text_gives_a_line_with_index_tokens_and_embedding()
    {
        var run = await CliRun.OnFakesAsync("embed", "--model", "m", "one", "three");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal([0, 1], run.Lines.Select(line => line.GetProperty("index").GetInt32()));
        Assert.Equal([4, 6], run.Lines.Select(line => line.GetProperty("tokens").GetInt32()));
        Assert.All(run.Lines, line => Assert.Equal(64, line.GetProperty("embedding").GetArrayLength()));
        string[] names = ["index", "tokens", "embedding"];
        Assert.All(run.Lines, line => Assert.Equal(names, line.EnumerateObject().Select(property => property.Name)));
    }

    [Fact]
    public async Task Values_are_read_back_bit_for_bit()
    {
        using var generator = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine());
        var embeddings = await generator.GenerateAsync(["text"], cancellationToken: TestContext.Current.CancellationToken);
        var expected = embeddings[0].Vector.ToArray();
        var run = await CliRun.OnFakesAsync("embed", "--model", "m", "text");
        Assert.Equal(expected, run.Lines[0].GetProperty("embedding").EnumerateArray().Select(value => value.GetSingle()));
    }

    [Fact]
    public async Task The_role_option_chooses_documents_or_queries()
    {
        var engine = new FakeEmbeddingEngine();
        Task<CliRun> RunAsync(params string[] arguments) => CliRun.OnEngineAsync(engine, "", ["embed", "--model", "m", "t", .. arguments]);
        await RunAsync();
        await RunAsync("--role", "document");
        await RunAsync("--role", "query");
        await RunAsync("--role", "query", "--instruct", "task");
        Assert.Equal(["t", "t", $"Instruct: {TaskInstructions.WebSearch}\nQuery:t", "Instruct: task\nQuery:t"], engine.Prompts);
        var refused = await RunAsync("--instruct", "task");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--role query", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("32", 32)]
    [InlineData("64", 64)]
    public async Task Vectors_have_the_requested_dimensions(string asked, int expected)
    {
        var run = await CliRun.OnFakesAsync("embed", "--model", "m", "--dimensions", asked, "t");
        Assert.Equal(expected, run.Lines[0].GetProperty("embedding").GetArrayLength());
    }

    [Theory]
    [InlineData("31")]
    [InlineData("65")]
    [InlineData("0")]
    [InlineData("many")]
    public async Task Other_dimensions_are_bad_input(string asked)
    {
        var run = await CliRun.OnFakesAsync("embed", "--model", "m", "--dimensions", asked, "t");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("imensions", run.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_texts_than_a_chunk_keep_their_index()
    {
        var input = string.Concat(Enumerable.Range(0, 300).Select(i => $"\"{i}\"\n"));
        var run = await CliRun.OnFakesWithInputAsync(input, "embed", "--model", "m", "--dimensions", "32", "--file", "-");
        Assert.Equal(Enumerable.Range(0, 300), run.Lines.Select(line => line.GetProperty("index").GetInt32()));
        var tokens = run.Lines.Select(line => line.GetProperty("tokens").GetInt32());
        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"{i}".Length + 1), tokens);
    }
}
