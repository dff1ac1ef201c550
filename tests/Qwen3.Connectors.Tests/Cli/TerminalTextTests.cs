using Qwen3.Connectors.Cli;
using Qwen3.Connectors.Cli.Benchmarking.Reports;
using Qwen3.Connectors.Cli.Models;
using Qwen3.Connectors.Cli.Output;
using Qwen3.Connectors.Models.Downloads.Transfer;
using Qwen3.Connectors.Models.Verification;
using Qwen3.Connectors.Tests.Models.Downloads;
using Qwen3.Connectors.Tests.Models.Verification;

namespace Qwen3.Connectors.Tests.Cli;

/// <summary>Characters that control a terminal do not reach it from files and servers.</summary>
public class TerminalTextTests
{
    /// <summary>Sets the title of the window, erases the screen, starts a new line and reverses the text.</summary>
    private const string Hostile = "a\u001b]0;title\u0007\u001b[2J\u009b31m\r\n\u202eb";

    private const string Escaped = @"a\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31m\u{d}\u{a}\u{202e}b";

    [Fact]
    public void Control_and_format_characters_are_escaped()
    {
        Assert.Equal(Escaped, PrintableText.Escape(Hostile));
        Assert.Equal(@"\u{2028}\u{2029}\u{7f}\u{0}\u{9}\u{200b}\u{e0041}", PrintableText.Escape("\u2028\u2029\u007f\0\t\u200b\U000e0041"));
        Assert.Equal("plain 你好 😀 é", PrintableText.Escape("plain 你好 😀 é"));
    }

    [Fact]
    public async Task The_name_and_notes_of_a_file_are_escaped()
    {
        var model = CliRun.Description with { Name = Hostile, Notes = [Hostile] };
        CliEnvironment Change(CliEnvironment environment) => CliRun.WithFakes(environment) with { Describe = _ => model };
        var run = await CliRun.RunAsync(Change, "", "info", "m", "--no-probe");
        Assert.Contains($"name          {Escaped}\n", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains($"note          {Escaped}\n", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
        var report = BenchmarkReport.Create(model, [], threads: 1, peakGigaflops: 1, TimeSpan.Zero);
        Assert.Contains($"model         {Escaped} (", ReportText.Format(report), StringComparison.Ordinal);
    }

    [Fact]
    public void The_texts_of_a_verification_are_escaped()
    {
        var check = new ModelCheck("name", ModelCheckOutcome.Failed, Hostile, Hostile) { Reason = Hostile, Advice = Hostile };
        var text = VerificationText.Format(new ModelVerification(Hostile, Hostile, Hostile, [check]));
        Assert.DoesNotContain(text.ReplaceLineEndings(""), char.IsControl);
        Assert.DoesNotContain('\u202e', text);
        Assert.Equal(6, text.Split(Escaped).Length - 1);
    }

    [Fact]
    public async Task The_name_in_a_real_file_is_escaped()
    {
        using var file = BundledFile.Embedding().ReplaceText("Qwen3 mini embedding", "\u001b[2J3 mini embedding").Save();
        var run = await CliRun.OnRealModelAsync("info", file.Path, "--no-probe");
        Assert.StartsWith(@"name          \u{1b}[2J3 mini embedding", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_progress_of_a_download_is_escaped()
    {
        foreach (var phase in Enum.GetValues<ModelDownloadPhase>())
        {
            using var error = new StringWriter();
            new ProgressLine(error, isTerminal: false, columns: 80, TimeProvider.System).Report(new()
            {
                Phase = phase,
                Model = StoreFolder.Model,
                Address = new Uri("https://example.com/"),
                TargetFile = Hostile,
                Bytes = 1,
                Retry = new DownloadRetry(Hostile, 2, 5, TimeSpan.Zero),
            });
            Assert.DoesNotContain(error.ToString().ReplaceLineEndings(""), char.IsControl);
        }
    }

    [Fact]
    public async Task A_path_in_a_message_is_escaped()
    {
        var run = await CliRun.OnRealModelAsync("info", "\u001b[2Jnone.gguf");
        Assert.Equal((3, @"qwen3: the model file '\u{1b}[2Jnone.gguf' does not exist"), (run.ExitCode, run.Message));
    }
}
