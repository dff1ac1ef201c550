using System.Text.Json;
using Qwen3.Connectors.Tests.Embedding;

namespace Qwen3.Connectors.Tests.Cli;

/// <summary>Texts of arguments, files and standard input reach the engine unchanged.</summary>
public class TextInputTests
{
    private const string Canary = "canary-7f3a";

    public static TheoryData<string> Texts =>
        ["", " ", "two\nlines\r\n\ttabs", "\"quotes\" \\ \0", "你好 😀 Ça", "@not-a-response-file", "\u2028<|im_end|>", "[diagram]"];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_text_reaches_the_engine_unchanged_as_JSON_and_as_argument(string text)
    {
        Assert.Equal([text], await PromptsAsync(JsonSerializer.Serialize(text), "--file", "-"));
        Assert.Equal([text], await PromptsAsync("", "--", text));
    }

    [Fact]
    public async Task Blank_lines_of_a_file_are_skipped()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "\uFEFF\"a\"\r\n\r\n  \"b\"  \n", TestContext.Current.CancellationToken);
        Assert.Equal(["a", "b"], await PromptsAsync("", "--file", file));
        File.Delete(file);
    }

    [Fact]
    public async Task An_empty_input_gives_no_lines_and_no_error()
    {
        var run = await CliRun.OnFakesWithInputAsync("\n", "embed", "--model", "m", "--file", "-");
        Assert.Equal((0, "", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Theory]
    [InlineData(Canary)]
    [InlineData("null")]
    [InlineData("[\"" + Canary + "\"]")]
    [InlineData("\"" + Canary)]
    [InlineData("\"" + Canary + "\" \"b\"")]
    [InlineData("\"" + Canary + "\\ud800\"")]
    public async Task A_bad_line_is_named_by_number_and_not_quoted(string line)
    {
        var run = await CliRun.OnFakesWithInputAsync($"\"good\"\n\n{line}\n", "embed", "--model", "m", "--file", "-");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("standard input, line 3", run.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_after_two_dashes_may_look_like_options() =>
        Assert.Equal(["--role", "-x", "--"], await PromptsAsync("", "--", "--role", "-x", "--"));

    private static async Task<List<string>> PromptsAsync(string input, params string[] arguments)
    {
        var engine = new FakeEmbeddingEngine();
        var run = await CliRun.OnEngineAsync(engine, input, ["embed", "--model", "m", .. arguments]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return engine.Prompts;
    }
}
