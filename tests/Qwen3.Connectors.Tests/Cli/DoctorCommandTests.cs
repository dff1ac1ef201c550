using Qwen3.Connectors.Remote;
using Qwen3.Connectors.Tests.Remote;

namespace Qwen3.Connectors.Tests.Cli;

public class DoctorCommandTests
{
    [Fact]
    public async Task A_right_server_gives_exit_code_0()
    {
        await using var server = await FakeServer.StartAsync(
            RemoteProtocol.Vllm, fake => fake.AppliesTemplate = fake.TakesInstruction = true);
        var run = await CliRun.OnRealModelAsync("doctor", server.Address.ToString());
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith($"{server.Address}\n", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.EndsWith("The server is right.\n", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_server_gives_exit_code_3_with_the_fix()
    {
        await using var server = await StartAsync(fake => fake.AppliesTemplate = false);
        var run = await CliRun.OnRealModelAsync("doctor", server.Address.ToString());
        Assert.Equal((3, ""), (run.ExitCode, run.Error));
        Assert.Contains("FAILED     template", run.Output, StringComparison.Ordinal);
        Assert.Contains("do        Use a file that was converted as a reranker", run.Output, StringComparison.Ordinal);
        Assert.Contains("do not use it before it is changed", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_one_line_with_every_check()
    {
        await using var server = await StartAsync(fake =>
        {
            fake.OffersReranking = false;
            fake.Normalizes = false;
        });
        var run = await CliRun.OnRealModelAsync("doctor", $"Endpoint={server.Address};Protocol=LlamaServer", "--model", "m", "--json");
        var line = Assert.Single(run.Lines);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("llama-server", line.GetProperty("kind").GetString());
        Assert.Equal("m", line.GetProperty("model").GetString());
        Assert.True(line.GetProperty("passed").GetBoolean());
        var check = line.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "normalisation");
        Assert.Equal("corrected", check.GetProperty("outcome").GetString());
        Assert.Contains("--embd-normalize", check.GetProperty("advice").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_down_gives_exit_code_1_and_a_wrong_address_2()
    {
        await using var server = await StartAsync(fake => { });
        await server.KillAsync();
        var down = await CliRun.OnRealModelAsync("doctor", server.Address.ToString());
        Assert.Equal(1, down.ExitCode);
        Assert.Contains("can't be reached", down.Message, StringComparison.Ordinal);
        foreach (var address in new[] { "not-a-url", "Endpoint=http://h;Colour=red", "ftp://host", "http://user:secret-91c2@host" })
        {
            var wrong = await CliRun.OnRealModelAsync("doctor", address);
            Assert.Equal(2, wrong.ExitCode);
            Assert.DoesNotContain("secret-91c2", wrong.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_refused_key_is_an_error_that_does_not_show_it()
    {
        await using var server = await StartAsync(fake => fake.RequiredKey = "right");
        var run = await CliRun.OnRealModelAsync("doctor", $"Endpoint={server.Address};Key=secret-91c2");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("refused the key", run.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-91c2", run.Error, StringComparison.Ordinal);
    }

    private static Task<FakeServer> StartAsync(Action<FakeServer> configure) => RemoteEngines.StartAsync(RemoteProtocol.LlamaServer, fake =>
    {
        fake.ModelName = "some-model";
        fake.AppliesTemplate = true;
        configure(fake);
    });
}
