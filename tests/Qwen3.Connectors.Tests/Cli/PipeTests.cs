namespace Qwen3.Connectors.Tests.Cli;

/// <summary>The command as a process between pipes, as in <c>cat texts | qwen3 embed | head -1</c>.</summary>
public class PipeTests
{
    private const int Many = 100_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("embed")]
    [InlineData("tokens")]
    public async Task A_closed_output_ends_the_command_before_the_input_ends(string command)
    {
        using var process = CliProcess.Start(command, "--model", CliRun.BundledEmbedding, "--lines");
        var written = WriteLinesAsync(process.StandardInput);
        var first = await process.StandardOutput.ReadLineAsync(Cancellation).AsTask().WaitAsync(CliProcess.Timeout, Cancellation);
        process.StandardOutput.Close();

        Assert.StartsWith("{\"index\":0,", first, StringComparison.Ordinal);
        Assert.Equal((0, ""), await CliProcess.WaitAsync(process));
        Assert.InRange(await written, 1, Many - 1);
    }

    [Fact]
    public async Task Results_appear_before_the_input_ends()
    {
        using var process = CliProcess.Start("embed", "--model", CliRun.BundledEmbedding, "--dimensions", "32");
        for (var i = 0; i < 3; i++)
        {
            await process.StandardInput.WriteLineAsync($"\"text {i}\"");
            await process.StandardInput.FlushAsync(Cancellation);
            var line = await process.StandardOutput.ReadLineAsync(Cancellation).AsTask().WaitAsync(CliProcess.Timeout, Cancellation);
            Assert.StartsWith($"{{\"index\":{i},", line, StringComparison.Ordinal);
        }

        process.StandardInput.Close();
        Assert.Equal((0, ""), await CliProcess.WaitAsync(process));
    }

    [Theory]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    public async Task A_message_that_cannot_be_written_leaves_the_exit_code(string redirection)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full");
        using var process = CliProcess.StartShell($"qwen3 embed /nonexistent.gguf text {redirection}");
        Assert.Equal(3, (await CliProcess.WaitAsync(process)).ExitCode);
    }

    [Fact]
    public async Task An_argument_that_is_not_UTF_8_is_refused_and_a_replacement_character_is_text()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "arguments are bytes");
        using var wrong = CliProcess.StartShell($"qwen3 tokens '{CliRun.BundledEmbedding}' good \"$(printf 'caf\\351')\"");
        var (exitCode, error) = await CliProcess.WaitAsync(wrong);
        Assert.Equal(2, exitCode);
        Assert.Contains("argument 4 is not UTF-8", error, StringComparison.Ordinal);

        using var right = CliProcess.StartShell($"qwen3 tokens '{CliRun.BundledEmbedding}' '\uFFFD'");
        Assert.Equal((0, ""), await CliProcess.WaitAsync(right));
    }

    [Fact]
    public async Task Texts_before_a_faulty_line_of_a_pipe_are_processed()
    {
        using var process = CliProcess.Start("tokens", CliRun.BundledEmbedding);
        process.StandardInput.BaseStream.Write("\"one\"\n\"two\"\n\"three\"\n"u8);
        process.StandardInput.BaseStream.Write([(byte)'"', 0xe9, (byte)'"', (byte)'\n']);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(Cancellation).WaitAsync(CliProcess.Timeout, Cancellation);
        var (exitCode, error) = await CliProcess.WaitAsync(process);
        Assert.Equal(2, exitCode);
        Assert.StartsWith("qwen3: standard input, line 4: byte 2 of the line is not valid UTF-8.", error, StringComparison.Ordinal);
        Assert.Equal(3, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Output_that_is_closed_at_once_is_no_error()
    {
        using var process = CliProcess.Start("list");
        process.StandardOutput.Close();
        Assert.Equal((0, ""), await CliProcess.WaitAsync(process));
    }

    [Fact]
    public async Task A_full_disk_gives_exit_code_1()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full, a device that is always full (Linux)");
        using var process = CliProcess.StartShell("qwen3 list > /dev/full");
        var (exitCode, error) = await CliProcess.WaitAsync(process);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("qwen3: standard output cannot be written: ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Two_commands_can_append_to_one_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a POSIX shell");
        var file = Path.GetTempFileName();
        using var process = CliProcess.StartShell($"{{ qwen3 list; qwen3 list; }} > {file}");
        Assert.Equal((0, ""), await CliProcess.WaitAsync(process));
        Assert.Equal(2 * (ModelCatalog.Models.Count + 1), (await File.ReadAllLinesAsync(file, Cancellation)).Length);
        File.Delete(file);
    }

    /// <summary>Writes until all lines are written or the command has gone.</summary>
    private static async Task<int> WriteLinesAsync(StreamWriter input)
    {
        var count = 0;
        try
        {
            for (; count < Many; count++)
            {
                await input.WriteLineAsync($"text {count}");
            }

            input.Close();
        }
        catch (IOException)
        {
            // The command has ended and closed its input.
        }

        return count;
    }
}
