extern alias agent;

using Microsoft.Extensions.AI;
using SemanticKernelAgent;
using ChatModel = agent::Samples.ChatModel;

namespace Qwen3.Connectors.Adapters.Tests.Samples;

/// <summary>The sample with a kernel, a plugin over the local store, a reranking filter and an agent.</summary>
public sealed class SemanticKernelAgentTests : IDisposable
{
    private const string Question = "MP3 converter";

    private readonly string _store = Path.Combine(Path.GetTempPath(), $"qwen3-agent-{Guid.NewGuid():N}.db");

    [Fact]
    public async Task It_prints_what_the_agent_would_be_given_and_runs_an_agent_with_a_chat_model()
    {
        var (exitCode, output, error) = await RunAsync(null);
        Assert.Equal((0, ""), (exitCode, error));
        var lines = output.Split('\n').Select(line => line.TrimEnd()).ToList();
        var query = lines.IndexOf($"notes.search(\"{Question}\")");
        Assert.Contains("sound-convert Converts audio files", lines[query + 1], StringComparison.Ordinal);
        Assert.Contains("(was ", lines[query + 1], StringComparison.Ordinal);
        Assert.Contains("To run the agent, set CHAT_ENDPOINT", output, StringComparison.Ordinal);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 140));

        using var chat = new ScriptedChatClient("done");
        (exitCode, output, error) = await RunAsync(chat);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(4, output.Split('\n').Count(line => line.TrimEnd() == "agent  done"));
        var given = chat.ToolResults.Select(Assert.IsType<List<Note>>).ToList();
        Assert.Equal([3, 3, 3, 3], given.Select(notes => notes.Count));
        Assert.Contains("sound-convert", given[1][0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, true, false)]
    [InlineData("http://localhost:1/v1", "m", true, true)]
    [InlineData("http://localhost:1/v1", null, false, false)]
    [InlineData(null, "m", false, false)]
    [InlineData("localhost", "m", false, false)]
    public void The_chat_model_comes_from_the_environment(string? endpoint, string? model, bool isAccepted, bool isThere)
    {
        using var error = new StringWriter();
        Assert.Equal(
            isAccepted,
            ChatModel.TryCreate(
                name => name switch { ChatModel.Endpoint => endpoint, ChatModel.Model => model, _ => null }, error, out var chat));
        Assert.Equal((isThere, isAccepted), (chat is not null, error.ToString().Length == 0));
        chat?.Dispose();
    }

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(Path.GetTempPath(), $"{Path.GetFileName(_store)}*"))
        {
            File.Delete(file);
        }
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(IChatClient? chat)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await AgentProgram.RunAsync(chat, _store, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}
