using Qwen3.Connectors.Cli;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Embedding;

namespace Qwen3.Connectors.Tests.Cli;

/// <summary>Every failure gives its exit code and a one-line message that contains no text of the user.</summary>
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
    [InlineData("embed", Canary)]
    [InlineData("embed", "--model")]
    [InlineData("embed", "-m", "m", Canary)]
    [InlineData(Canary, Canary)]
    [InlineData("verify", "m", "--threads", "0")]
    [InlineData(Canary)]
    [InlineData("--" + Canary)]
    [InlineData]
    public async Task Wrong_usage_gives_exit_code_2(params string[] arguments)
    {
        var run = await CliRun.OnFakesAsync(arguments);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.DoesNotContain(Canary, run.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("embed", "--help")]
    [InlineData("--version")]
    public async Task Help_and_version_give_exit_code_0(params string[] arguments)
    {
        var run = await CliRun.OnFakesAsync(arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.NotEmpty(run.Output);
    }

    [Fact]
    public async Task Help_lists_the_exit_codes()
    {
        var run = await CliRun.OnFakesAsync("--help");
        Assert.Contains("3 bad model file", run.Output, StringComparison.Ordinal);
    }

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
    public async Task A_bad_model_file_gives_exit_code_3(Exception fault)
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
            string[] all = command == "verify" ? [command, "model.gguf"] : [command, "--model", "model.gguf", .. texts];
            var run = await CliRun.RunAsync(Faulty, "", all);
            Assert.Equal((3, ""), (run.ExitCode, run.Output));
            Assert.Contains("model.gguf", run.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Canary, run.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_zero_vector_gives_exit_code_1_and_names_the_text()
    {
        var engine = new FakeEmbeddingEngine { Spoil = (index, row) => index == 1 ? row with { Values = new float[64] } : row };
        var run = await CliRun.OnEngineAsync(engine, "", "embed", "--model", "m", "a", Canary);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("text 1", run.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, run.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_text_gives_exit_code_2()
    {
        var fault = new ArgumentException("Text 0 is too long.", "texts");
        var engine = new FakeEmbeddingEngine { Spoil = (_, _) => throw fault };
        var run = await CliRun.OnEngineAsync(engine, "", "embed", "--model", "m", Canary);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("qwen3: Text 0 is too long.", run.Message);
    }

    [Fact]
    public async Task A_refused_text_of_a_later_chunk_is_counted_from_there()
    {
        var engine = new FakeEmbeddingEngine
        {
            Spoil = (i, row) => row.TokenCount < 9 ? row : throw new ArgumentException($"Text {i} is too long."),
        };
        var input = string.Concat(Enumerable.Repeat("\"a\"\n", 130)) + "\"much longer\"";
        var run = await CliRun.OnEngineAsync(engine, input, "embed", "--model", "m", "--file", "-");
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("qwen3: counting from text 128: Text 2 is too long.", run.Message);
        Assert.Equal(128, run.Lines.Count);
    }

    [Fact]
    public async Task Cancellation_gives_exit_code_130()
    {
        var engine = new FakeEmbeddingEngine { Spoil = (_, _) => throw new OperationCanceledException() };
        var run = await CliRun.OnEngineAsync(engine, "", "embed", "--model", "m", Canary);
        Assert.Equal((130, "qwen3: cancelled"), (run.ExitCode, run.Message));
    }

    [Fact]
    public async Task A_bug_gives_exit_code_1_and_one_line()
    {
        var fault = new InvalidOperationException("first\nsecond");
        var run = await CliRun.RunAsync(environment => environment with { Describe = _ => throw fault }, "", "info", "--model", "m");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("qwen3: this is a bug in qwen3: InvalidOperationException: first second", run.Message);
    }
}
