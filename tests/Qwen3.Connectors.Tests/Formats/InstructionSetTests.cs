using System.Diagnostics;

namespace Qwen3.Connectors.Tests.Formats;

public class InstructionSetTests
{
    /// <summary>Vectors of 256 bits become two of 128 (as on ARM) or none: the runtime decides at its start, so another process is asked.</summary>
    [Theory]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Every_format_decodes_alike_without(string instructionSet)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [typeof(BlockFormatTests).Assembly.Location, "-class", typeof(BlockFormatTests).FullName!])
        {
            Environment = { [instructionSet] = "0" },
            RedirectStandardOutput = true,
        };

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0 && !output.Contains("Total: 0,", StringComparison.Ordinal), output);
    }
}
