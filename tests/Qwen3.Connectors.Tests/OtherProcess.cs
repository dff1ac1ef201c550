using System.Diagnostics;

namespace Qwen3.Connectors.Tests;

/// <summary>Runs tests in a process of its own: the runtime decides at its start which instruction sets it uses.</summary>
internal static class OtherProcess
{
    /// <summary>Runs all tests of some classes with an instruction set switched off, and fails unless they pass.</summary>
    /// <param name="instructionSet">A switch of the runtime, like <c>DOTNET_EnableAVX2</c>.</param>
    /// <param name="classes">Which tests.</param>
    public static async Task RunWithout(string instructionSet, params Type[] classes)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [typeof(OtherProcess).Assembly.Location, .. classes.SelectMany(tests => (string[])["-class", tests.FullName!])])
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
