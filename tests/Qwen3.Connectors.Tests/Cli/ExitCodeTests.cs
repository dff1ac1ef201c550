using Qwen3.Connectors.Cli;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Embedding;

namespace Qwen3.Connectors.Tests.Cli;

/// <summary>Exit codes mean something, and what went wrong is said in one line that holds no text of the user's.</summary>
public class ExitCodeTests
{
    private const string Canary = "canary-7f3a";

    [Theory]
    [InlineData("embed")]
    [InlineData("embed", "--model", "m")]
    [InlineData("embed", "--model", "m", Canary, "--file", "f")]
    [InlineData("embed", "--model", "m", "--file", "no-such-file")]
    [InlineData("embed", "--model", "m", "--rol", "query", Canary)]
    [InlineData("embed", "--model", "m", "--role", Canary, Canary)]
    [InlineData("embed", "--model", "m", "--threads", Canary, Canary)]
    [InlineData("embed", "--model", "m", "--threads", "0", Canary)]
    [InlineData("embed", "--model", "m", "--" + Canary + " text")]
    [InlineData("rerank", "--model", "m", Canary)]
    [InlineData("info", "--model", "m", Canary)]
    [InlineData("bench", "--model", "m", Canary)]
    [InlineData("verify")]
    [InlineData("verify", "m", Canary)]
    [InlineData("verify", "m", "--threads", "0")]
    [InlineData(Canary)]
    [InlineData("--" + Canary)]
    [InlineData]
    public async Task Wrong_usage_is_2(params string[] arguments)
    {
        var run = await CliRun.OnFakesAsync(arguments);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.DoesNotContain(Canary, run.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("embed", "--help")]
    [InlineData("--version")]
    public async Task Help_and_version_are_0(params string[] arguments)
    {
        var run = await CliRun.OnFakesAsync(arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.NotEmpty(run.Output);
    }

    [Fact]
    public async Task Help_tells_the_exit_codes() => Assert.Contains("3 bad model file", (await CliRun.OnFakesAsync("--help")).Output, StringComparison.Ordinal);

    public static TheoryData<Exception> ModelFaults =>
    [
        new FileNotFoundException("x"),
        new DirectoryNotFoundException("x"),
        new UnauthorizedAccessException("x"),
        new IOException("two\nlines"),
        new InvalidModelException("model.gguf", "a picture", "GGUF"),
    ];

    [Theory]
    [MemberData(nameof(ModelFaults), DisableDiscoveryEnumeration = true)]
    public async Task A_bad_model_file_is_3(Exception fault)
    {
        CliEnvironment Faulty(CliEnvironment environment) => environment with
        {
            LoadGenerator = (_, _) => throw fault,
            LoadReranker = (_, _) => throw fault,
            LoadTokenizer = _ => throw fault,
            Describe = _ => throw fault,
            OpenVerifier = (_, _) => throw fault,
        };
        foreach (var command in new[] { "embed", "rerank", "tokens", "info", "verify", "bench" })
        {
            string[] texts = command switch { "info" or "bench" => [], "rerank" => ["--query", Canary, Canary], _ => [Canary] };
            var run = await CliRun.RunAsync(Faulty, "", command == "verify" ? [command, "model.gguf"] : [command, "--model", "model.gguf", .. texts]);
            Assert.Equal((3, ""), (run.ExitCode, run.Output));
            Assert.Contains("model.gguf", run.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Canary, run.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_useless_answer_of_the_model_is_1_and_names_the_text()
    {
        var engine = new FakeEmbeddingEngine { Spoil = (index, row) => index == 1 ? row with { Values = new float[64] } : row };
        var run = await CliRun.RunAsync(environment => environment with { LoadGenerator = (_, options) => new(engine, options) }, "", "embed", "--model", "m", "a", Canary);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("text 1", run.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, run.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_the_model_refuses_is_2()
    {
        var run = await CliRun.RunAsync(
            environment => environment with { LoadGenerator = (_, options) => new(new FakeEmbeddingEngine { Spoil = (_, _) => throw new ArgumentException("Text 0 is too long.", nameof(options)) }, options) },
            "", "embed", "--model", "m", Canary);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("qwen3: Text 0 is too long.", run.Message);
    }

    [Fact]
    public async Task A_refused_text_of_a_later_chunk_is_counted_from_there()
    {
        var run = await CliRun.RunAsync(
            environment => environment with
            {
                LoadGenerator = (_, options) => new(new FakeEmbeddingEngine { Spoil = (i, row) => row.TokenCount < 9 ? row : throw new ArgumentException($"Text {i} is too long.") }, options),
            },
            string.Concat(Enumerable.Repeat("\"a\"\n", 130)) + "\"much longer\"",
            "embed", "--model", "m", "--file", "-");
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("qwen3: counting from text 128: Text 2 is too long.", run.Message);
        Assert.Equal(128, run.Lines.Count);
    }

    [Fact]
    public async Task Cancellation_is_130()
    {
        var run = await CliRun.RunAsync(
            environment => environment with { LoadGenerator = (_, options) => new(new FakeEmbeddingEngine { Spoil = (_, _) => throw new OperationCanceledException() }, options) },
            "", "embed", "--model", "m", Canary);
        Assert.Equal((130, "qwen3: cancelled"), (run.ExitCode, run.Message));
    }

    [Fact]
    public async Task A_fault_of_the_program_is_1_and_one_line()
    {
        var run = await CliRun.RunAsync(environment => environment with { Describe = _ => throw new InvalidOperationException("first\nsecond") }, "", "info", "--model", "m");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("qwen3: this is a bug in qwen3: InvalidOperationException: first second", run.Message);
    }
}
