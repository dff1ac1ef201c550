using Qwen3.Connectors.Tests.Reranking;

namespace Qwen3.Connectors.Tests.Cli;

public class RerankCommandTests
{
    [Fact]
    public async Task Documents_are_printed_best_first_with_index_score_and_tokens()
    {
        var run = await CliRun.OnFakesAsync("rerank", "--model", "m", "--query", "q", "a", "b", "c");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            """
            {"index":1,"score":0.75,"tokens":11,"truncated_tokens":1}
            {"index":2,"score":0.5,"tokens":12,"truncated_tokens":2}
            {"index":0,"score":0.25,"tokens":10}

            """,
            run.Output);
    }

    [Fact]
    public async Task Top_prints_only_the_best()
    {
        var run = await CliRun.OnFakesWithInputAsync(
            "\"a\"\n\"b\"\n\"c\"", "rerank", "--model", "m", "--query", "q", "--top", "2", "--file", "-");
        Assert.Equal([1, 2], run.Lines.Select(line => line.GetProperty("index").GetInt32()));
        Assert.Equal(2, (await CliRun.OnFakesAsync("rerank", "--model", "m", "--query", "q", "--top", "0", "a")).ExitCode);
    }

    [Fact]
    public async Task Query_and_instruction_reach_the_prompt()
    {
        var engine = new FakeRerankEngine(0.5);
        await CliRun.OnEngineAsync(engine, "rerank", "--model", "m", "--query", "--=q", "--instruct", "task", "d");
        Assert.Empty(engine.Prompts);
        await CliRun.OnEngineAsync(engine, "rerank", "--model", "m", "--query=--q", "--instruct", "task", "d");
        var prompt = Assert.Single(engine.Prompts);
        Assert.Equal("<Instruct>: task\n<Query>: --q\n<Document>: d", prompt.Head + prompt.Document);
    }
}
