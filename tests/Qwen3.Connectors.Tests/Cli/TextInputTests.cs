using System.Text;
using System.Text.Json;
using Qwen3.Connectors.Cli;
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
    public async Task A_bad_line_is_named_by_number_and_not_quoted(string line)
    {
        var run = await CliRun.OnFakesWithInputAsync($"\"good\"\n\n{line}\n", "embed", "--model", "m", "--file", "-");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("standard input, line 3", run.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"""x \ud83d""", "x \uFFFD")]
    [InlineData(@"""\uD83d\ud83D x""", "\uFFFD\uFFFD x")]
    [InlineData(@"""\ude00 x""", "\uFFFD x")]
    [InlineData(@"""\ud83d\\ude00""", "\uFFFD\\ude00")]
    [InlineData(@"""\ud83d\ud83d\ude00""", "\uFFFD😀")]
    public async Task A_lone_surrogate_escape_is_read_as_the_replacement_character_and_reported(string line, string expected)
    {
        var engine = new FakeEmbeddingEngine();
        var run = await CliRun.OnEngineAsync(engine, $"\"before\"\n{line}\n\"after\"\n", "embed", "--model", "m", "--file", "-");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["before", expected, "after"], engine.Prompts);
        Assert.Equal(
            "qwen3: standard input, line 2: a \\u escape is half of a surrogate pair, which is no character; it was read as U+FFFD.",
            run.Message);
    }

    [Theory]
    [InlineData(@"""\ud83d\ude00""", "😀")]
    [InlineData(@"""\\ud83d""", @"\ud83d")]
    [InlineData(@"""\ufffd""", "\uFFFD")]
    public async Task Escapes_that_are_no_lone_surrogate_are_read_without_a_message(string line, string expected) =>
        Assert.Equal([expected], await PromptsAsync(line, "--file", "-"));

    [Theory]
    [InlineData("22636166E922")] // Latin-1
    [InlineData("22C0AF22")] // an overlong form of '/'
    [InlineData("22E0809F22")] // an overlong form of U+001F
    [InlineData("22EDA08022")] // a surrogate
    [InlineData("22F490808022")] // beyond U+10FFFF
    [InlineData("228022")] // a continuation byte alone
    [InlineData("22E282")] // a sequence that the end of the input truncates
    public async Task Bytes_that_are_not_UTF8_give_exit_code_2_and_the_line(string bytes)
    {
        byte[] input = [.. "\"good\"\r\n\n"u8, .. Convert.FromHexString(bytes)];
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, input, TestContext.Current.CancellationToken);
        foreach (var arguments in new string[][] { ["--file", "-"], ["--file", file], ["--file", "-", "--lines"], [] })
        {
            var engine = new FakeEmbeddingEngine();
            CliEnvironment Change(CliEnvironment environment) => environment with
            {
                LoadGenerator = (_, options) => new(engine, options, leaveEngineOpen: true),
                IsInputRedirected = true,
            };
            var run = await CliRun.RunAsync(Change, new MemoryStream(input), ["embed", "--model", "m", .. arguments]);
            Assert.Equal((2, ""), (run.ExitCode, run.Output));
            var source = arguments.Contains(file) ? $"'{file}'" : "standard input";
            Assert.Contains($"{source}, line 3: byte ", run.Message, StringComparison.Ordinal);
            Assert.EndsWith("is not valid UTF-8. Convert the input to UTF-8.", run.Message, StringComparison.Ordinal);
            Assert.Empty(engine.Prompts);
        }

        File.Delete(file);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task UTF16_is_named_in_the_message(string encoding)
    {
        byte[] bytes = [.. Encoding.GetEncoding(encoding).Preamble, .. Encoding.GetEncoding(encoding).GetBytes("\"a\"\n")];
        var run = await CliRun.RunAsync(CliRun.WithFakes, new MemoryStream(bytes), "embed", "--model", "m", "--file", "-");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("line 1: found the byte order mark of UTF-16", run.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_shared_cases_give_the_expected_results()
    {
        var file = TestData.File("tests", "data", "cases", "texts.jsonl");
        var cases = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(2, cases.Length);
        var bytes = Convert.FromHexString(JsonDocument.Parse(cases[0]).RootElement.GetProperty("file_bytes").GetString()!);
        var refused = await CliRun.RunAsync(CliRun.WithFakes, new MemoryStream(bytes), "embed", "--model", "m", "--file", "-");
        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("line 1", refused.Message, StringComparison.Ordinal);
        var line = JsonDocument.Parse(cases[1]).RootElement.GetProperty("line").GetString()!;
        var read = await CliRun.OnFakesWithInputAsync($"{line}\n\"after\"\n", "tokens", "--model", "m", "--file", "-");
        Assert.Equal((0, "[120,32,65533]"), (read.ExitCode, read.Lines[0].GetProperty("ids").ToString()));
        Assert.Equal(2, read.Lines.Count);
        Assert.Contains("line 1", read.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_lines_are_texts_as_they_are()
    {
        var input = "\uFEFFone\r\n\n\"two\" \\ud83d\n  three";
        Assert.Equal(["one", "", "\"two\" \\ud83d", "  three"], await PromptsAsync(input, "--file", "-", "--lines"));
    }

    [Fact]
    public async Task Redirected_standard_input_is_read_without_options()
    {
        foreach (var command in new string[][] { ["embed"], ["tokens"], ["rerank", "--query", "q"] })
        {
            var run = await RedirectedAsync("\"a\"\n\"b\"\n\"c\"", [.. command, "--model", "m"]);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            Assert.Equal([0, 1, 2], run.Lines.Select(line => line.GetProperty("index").GetInt32()).Order());
        }
    }

    [Fact]
    public async Task Redirected_standard_input_is_not_read_if_there_are_texts()
    {
        var run = await RedirectedAsync("not JSON", "embed", "--model", "m", "a");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Single(run.Lines);
    }

    [Theory]
    [InlineData("a", "--file", "-")]
    [InlineData("a", "--lines")]
    [InlineData("--file", "")]
    public async Task Contradicting_sources_give_exit_code_2(params string[] arguments)
    {
        var run = await RedirectedAsync("", ["embed", "--model", "m", .. arguments]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("--", run.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_of_a_megabyte_is_one_text()
    {
        var text = string.Concat(Enumerable.Repeat("long 😀 ", 1 << 17));
        Assert.Equal([text, "b"], await PromptsAsync($"{JsonSerializer.Serialize(text)}\n\"b\"\n", "--file", "-"));
        Assert.Equal([text, "b"], await PromptsAsync($"{text}\nb", "--file", "-", "--lines"));
    }

    [Fact]
    public async Task Texts_after_two_dashes_may_look_like_options() =>
        Assert.Equal(["--role", "-x", "--"], await PromptsAsync("", "--", "--role", "-x", "--"));

    private static Task<CliRun> RedirectedAsync(string input, params string[] arguments) =>
        CliRun.RunAsync(environment => CliRun.WithFakes(environment) with { IsInputRedirected = true }, input, arguments);

    private static async Task<List<string>> PromptsAsync(string input, params string[] arguments)
    {
        var engine = new FakeEmbeddingEngine();
        var run = await CliRun.OnEngineAsync(engine, input, ["embed", "--model", "m", .. arguments]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return engine.Prompts;
    }
}
