using System.Diagnostics;
using Qwen3.Connectors.Fuzz;
using Qwen3.Connectors.Fuzz.Mutation;

namespace Qwen3.Connectors.Tests.Fuzz;

/// <summary>Runs the fuzz program on few files; its own command runs 100,000 (tests/Qwen3.Connectors.Fuzz).</summary>
public class FuzzTests
{
    [Fact]
    public async Task Two_thousand_damaged_files_load_or_are_refused()
    {
        var (exitCode, output) = await RunAsync("--count", "2000");
        Assert.True(exitCode == 0 && output.StartsWith("2,000 files from seed 0, ", StringComparison.Ordinal)
            && output.Contains(" 0 faults", StringComparison.Ordinal), output);

        // Files that load after all are part of it: damage that every check caught at once would show little.
        Assert.InRange(int.Parse(output.Split(", ")[1].Split(' ')[0], System.Globalization.NumberStyles.AllowThousands,
            System.Globalization.CultureInfo.InvariantCulture), 200, 4000);
    }

    [Fact]
    public async Task Five_hundred_files_of_absurd_contents_load_or_are_refused()
    {
        var (exitCode, output) = await RunAsync("--structured", "--count", "500");
        Assert.True(exitCode == 0 && output.StartsWith("500 files from seed 0, ", StringComparison.Ordinal)
            && output.Contains(" 0 faults", StringComparison.Ordinal), output);
        var loads = int.Parse(output.Split(", ")[1].Split(' ')[0], System.Globalization.NumberStyles.AllowThousands,
            System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(loads, 10, 1000);
    }

    [Fact]
    public void A_structured_seed_gives_the_same_file_and_some_files_are_sparse()
    {
        var files = Enumerable.Range(0, 200).Select(StructuredMutator.Create).ToArray();
        Assert.All(files.Index(), file => Assert.Equal(file.Item.Content, StructuredMutator.Create(file.Index).Content));
        Assert.Contains(files, file => file.Length > file.Content.Length + (1 << 20));
        Assert.InRange(files.DistinctBy(file => Convert.ToHexString(file.Content)).Count(), 180, 200);
    }

    [Fact]
    public async Task An_allocation_beyond_the_address_space_fails_at_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the limit is the shell's ulimit");
        var (exitCode, output) = await RunAsync("--first", "40", "--count", "3", "--inject", nameof(Misbehaviour.Reserve));
        Assert.Equal(1, exitCode);
        Assert.Contains(nameof(OutOfMemoryException), output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Misbehaviour.Hang, "did not end in 2 s")]
    [InlineData(Misbehaviour.Crash, "ended with code")]
    [InlineData(Misbehaviour.Throw, "thrown on purpose")]
    [InlineData(Misbehaviour.Allocate, "bytes of the heap were allocated")]
    [InlineData(Misbehaviour.AllocateNative, "the process grew by 31")]
    public async Task What_no_file_may_do_is_noticed_and_can_be_run_again(Misbehaviour misbehaviour, string reason)
    {
        var (exitCode, output) = await RunAsync("--first", "40", "--count", "3", "--inject", misbehaviour.ToString());
        Assert.Equal(1, exitCode);
        Assert.StartsWith("seed 42 (", output, StringComparison.Ordinal);
        Assert.Contains(reason, output, StringComparison.Ordinal);
        Assert.Contains("dotnet run -c Release --project tests/Qwen3.Connectors.Fuzz -- --first 42 --count 1", output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_batch_that_did_not_fit_into_memory_the_next_gives_the_same_bits()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the limit is the shell's ulimit");
        var (exitCode, output) = await RunLimitedAsync(kilobytes: 3 << 20, "recover", GoldenModels.EmbeddingFile);
        Assert.True(exitCode == 0, $"{exitCode}: {output}");
    }

    [Fact]
    public void A_seed_is_a_file()
    {
        var contents = Enumerable.Range(0, 200).Select(seed => Mutator.Create(seed).Content).ToArray();
        for (var seed = 0; seed < contents.Length; seed++)
        {
            Assert.Equal(contents[seed], Mutator.Create(seed).Content);
        }

        Assert.InRange(contents.DistinctBy(Convert.ToHexString).Count(), 190, 200);
    }

    [Fact]
    public void The_layout_of_a_sound_file_ends_where_its_header_does()
    {
        Assert.All(SoundFiles.All, file =>
        {
            Assert.NotEmpty(file.Layout.Keys);
            Assert.Equal(file.Layout.Tensors[^1].End, file.Layout.HeaderLength);
            Assert.All(file.Content[file.Layout.HeaderLength..((file.Layout.HeaderLength + 31) / 32 * 32)],
                padding => Assert.Equal(0, padding));
        });
    }

    private static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) =>
        RunAsync(new ProcessStartInfo(Host, [typeof(Misbehaviour).Assembly.Location, .. arguments]));

    /// <summary>Runs the program with a limit of its address space, of which the garbage collector reserves a part.</summary>
    private static Task<(int ExitCode, string Output)> RunLimitedAsync(long kilobytes, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "/bin/sh", ["-c", $"ulimit -v {kilobytes} && exec \"$@\"", "sh", Host, typeof(Misbehaviour).Assembly.Location, .. arguments]);
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x10000000";
        return RunAsync(start);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Empty(await errors);
        return (process.ExitCode, output);
    }
}
