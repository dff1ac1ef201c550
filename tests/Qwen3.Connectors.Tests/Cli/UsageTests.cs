using System.Diagnostics;
using Qwen3.Connectors.Cli.Models;
using Qwen3.Connectors.Tests.Embedding;

namespace Qwen3.Connectors.Tests.Cli;

/// <summary>Arguments as people type them: both forms of the model, mistyped commands and options, unusual paths.</summary>
public class UsageTests
{
    private const string Canary = "canary-7f3a";

    public static TheoryData<string, string[]> CommandsWithModel => new()
    {
        { "embed", ["text"] },
        { "rerank", ["--query", "q", "text"] },
        { "tokens", ["text"] },
        { "info", ["--no-probe"] },
        { "bench", ["--tokens", "64", "--texts", "1", "--seconds", "0"] },
        { "verify", [] },
        { "where", [] },
    };

    [Theory]
    [MemberData(nameof(CommandsWithModel))]
    public async Task The_model_is_the_first_argument_or_an_option(string command, string[] arguments)
    {
        var model = command == "rerank" ? CliRun.BundledReranker : CliRun.BundledEmbedding;
        foreach (var form in new string[][] { [model], ["--model", model], [$"--model={model}"] })
        {
            var run = await CliRun.OnRealModelAsync([command, .. form, .. arguments]);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            Assert.NotEmpty(run.Output);
        }
    }

    [Fact]
    public async Task The_first_argument_is_a_text_if_there_is_a_model_option()
    {
        var engine = new FakeEmbeddingEngine();
        await CliRun.OnEngineAsync(engine, "", "embed", "--model", "m", "qwen3-embedding:0.6b", "b");
        await CliRun.OnEngineAsync(engine, "", "embed", "m.gguf", "c", "d");
        await CliRun.OnEngineAsync(engine, "", "embed", "qwen3-embedding:0.6b", "--", "-e");
        Assert.Equal(["qwen3-embedding:0.6b", "b", "c", "d", "-e"], engine.Prompts);
    }

    [Theory]
    [InlineData("info", "m", "--model", "m")]
    [InlineData("pull", "m", "--model", "m")]
    [InlineData("embed", Canary)]
    [InlineData("rerank", "--query", "q", Canary + " and more")]
    [InlineData("embed", "--file", "f")]
    [InlineData("verify")]
    [InlineData("where")]
    public async Task A_missing_or_doubled_model_gives_exit_code_2(params string[] arguments)
    {
        var run = await CliRun.OnFakesAsync(arguments);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("model", run.Message, StringComparison.Ordinal);
        Assert.EndsWith($"See 'qwen3 {arguments[0]} --help'.", run.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, run.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'embd' is not a command; did you mean 'embed'? See 'qwen3 --help'.", "embd", "--model", "x")]
    [InlineData("'Embed' is not a command; did you mean 'embed'?", "Embed")]
    [InlineData("'ifno' is not a command; did you mean 'info'?", "ifno", "m")]
    [InlineData("'pul' is not a command; did you mean 'pull'?", "pul", "qwen3-embedding:0.6b")]
    [InlineData("'frobnicate' is not a command; expected one of embed, rerank, tokens,", "frobnicate")]
    [InlineData("The first argument is not a command; expected one of embed,", "some text of the user", "--model", "m")]
    [InlineData("The first argument is not a command; expected one of embed,", Canary)]
    [InlineData("'embed' has no option '--rol'; did you mean '--role'?", "embed", "--model", "m", "--rol", "query")]
    [InlineData("'embed' has no option '-m'; did you mean '--model'?", "embed", "-m", "m", "text")]
    [InlineData("'embed' has no option '-model'; did you mean '--model'?", "embed", "-model", "m", "text")]
    [InlineData("'info' has no option '--frobnicate'. See 'qwen3 --help'.", "info", "--frobnicate")]
    [InlineData("A command is missing before the options; expected one of embed,", "--model", "m", Canary)]
    [InlineData("A text starts with '-': put '--' before the texts", "embed", "--model", "m", "-5 degrees " + Canary)]
    [InlineData("'info' has too many arguments.", "info", "--json=" + Canary, "m")]
    [InlineData("'verify' has too many arguments.", "verify", "m", Canary)]
    [InlineData("'list' has too many arguments.", "list", Canary)]
    [InlineData("Option '--query' is required.", "rerank", "--model", "m", Canary)]
    public async Task A_mistake_is_named_with_the_nearest_choice(string expected, params string[] arguments)
    {
        var run = await CliRun.OnFakesAsync(arguments);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"qwen3: {expected}", run.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, run.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_may_start_with_a_dash()
    {
        var run = await CliRun.OnFakesAsync("rerank", "--model", "m", "--query", "-5 degrees", "a", "b", "c");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task An_empty_model_is_named(string model)
    {
        foreach (var command in new[] { "embed", "info", "bench", "verify", "pull", "where" })
        {
            var run = await CliRun.OnFakesAsync(command, "--model", model);
            Assert.Equal(
                (2, "", "qwen3: the model is empty; expected the path of a GGUF file or a name that 'qwen3 list' shows."),
                (run.ExitCode, run.Output, run.Message));
        }
    }

    [Theory]
    [InlineData("https://huggingface.co/Qwen/Q/resolve/main/Qwen3-Embedding-4B-Q6_K.gguf?download=true", "Qwen3-Embedding-4B:Q6_K")]
    [InlineData("https://hf-mirror.com/Qwen/Qwen3-Embedding-0.6B-GGUF", "Qwen3-Embedding-0.6B:Q8_0")]
    [InlineData("HTTP://huggingface.co/Qwen/Qwen3-Reranker-0.6B/tree/main", "Qwen3-Reranker-0.6B:Q8_0")]
    public async Task An_address_offers_pull(string address, string name)
    {
        string[][] commands =
            [["embed", "--model", address, "t"], ["embed", address, "t"], ["info", address], ["pull", address], ["where", address]];
        foreach (var arguments in commands)
        {
            var run = await CliRun.OnFakesAsync(arguments);
            Assert.Equal((2, ""), (run.ExitCode, run.Output));
            Assert.EndsWith($"expected a path or a name. 'qwen3 pull {name}' downloads this model.", run.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_unknown_address_is_not_quoted()
    {
        var run = await CliRun.OnFakesAsync("verify", "https://user:secret@example.com/model.gguf");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("'qwen3 list' shows the models", run.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", run.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tilde_is_the_home_folder()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Assert.Equal(home, UserPath.Expand("~"));
        Assert.Equal($"{home}/m.gguf", UserPath.Expand("~/m.gguf"));
        Assert.All(["~user/m.gguf", "a~", "./~/m.gguf", ""], path => Assert.Equal(path, UserPath.Expand(path)));
        foreach (var form in new string[][] { ["--model=~/none.gguf"], ["~/none.gguf"] })
        {
            var run = await CliRun.OnRealModelAsync(["info", .. form]);
            Assert.Equal((3, $"qwen3: the model file '{home}/none.gguf' does not exist"), (run.ExitCode, run.Message));
        }

        var input = await CliRun.OnFakesAsync("embed", "--model", "m", "--file", "~/none.jsonl");
        Assert.Contains($"'{home}/none.jsonl' cannot be read", input.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_or_device_as_model_is_refused_at_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs named pipes of POSIX");
        var folder = Directory.CreateTempSubdirectory("qwen3-pipe-");
        var pipe = Path.Combine(folder.FullName, "pipe.gguf");
        var link = Path.Combine(folder.FullName, "link.gguf");
        var empty = Path.Combine(folder.FullName, "empty.gguf");
        await Process.Start("mkfifo", [pipe]).WaitForExitAsync(TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(link, pipe);
        await File.WriteAllBytesAsync(empty, [], TestContext.Current.CancellationToken);
        foreach (var file in new[] { pipe, link, empty, "/dev/zero" })
        {
            string[][] commands =
            [
                ["embed", file, "t"], ["rerank", file, "--query", "q", "t"], ["tokens", file, "t"],
                ["info", file], ["bench", file], ["verify", file],
            ];
            foreach (var command in commands)
            {
                var run = await CliRun.OnRealModelAsync(command).WaitAsync(CliProcess.Timeout, TestContext.Current.CancellationToken);
                Assert.Equal((3, ""), (run.ExitCode, run.Output));
                Assert.Equal(
                    $"qwen3: the model file '{file}' has no length (an empty file, a pipe or a device); expected a GGUF file", run.Message);
            }
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_link_to_a_model_file_is_followed()
    {
        var folder = Directory.CreateTempSubdirectory("qwen3-link-");
        var link = Path.Combine(folder.FullName, "link.gguf");
        File.CreateSymbolicLink(link, CliRun.BundledEmbedding);
        Assert.Equal(0, (await CliRun.OnRealModelAsync("info", link, "--no-probe")).ExitCode);
        folder.Delete(recursive: true);
    }
}
