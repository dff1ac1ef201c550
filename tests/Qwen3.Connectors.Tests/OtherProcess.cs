using System.Diagnostics;

namespace Qwen3.Connectors.Tests;

/// <summary>Runs tests in another process, whose runtime reads its settings at its start.</summary>
internal static class OtherProcess
{
    /// <summary>Runs all tests of some classes without an instruction set and fails unless they pass.</summary>
    /// <param name="instructionSet">A switch of the runtime, such as <c>DOTNET_EnableAVX2</c>.</param>
    /// <param name="classes">The test classes.</param>
    public static Task RunWithout(string instructionSet, params Type[] classes) => RunWith(instructionSet, "0", classes);

    /// <summary>Runs all tests of some classes with an environment variable and fails unless they pass.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="value">Its value.</param>
    /// <param name="classes">The test classes.</param>
    public static async Task RunWith(string variable, string value, params Type[] classes)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [typeof(OtherProcess).Assembly.Location, .. classes.SelectMany(tests => (string[])["-class", tests.FullName!])])
        {
            Environment = { [variable] = value },
            RedirectStandardOutput = true,
        };

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0 && !output.Contains("Total: 0,", StringComparison.Ordinal), output);
    }
}
