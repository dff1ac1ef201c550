using System.Diagnostics;

namespace Qwen3.Connectors.Tests.Cli;

/// <summary>Runs the command as a process of its own, with pipes.</summary>
internal static class CliProcess
{
    /// <summary>Longer than any of these commands takes, also on a busy machine.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    public static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>
    /// The command in its own output folder: beside the tests, packages may be missing that a framework of the tests includes.
    /// </summary>
    public static string Program { get; } = TestData.File(
        "src",
        "Qwen3.Connectors.Cli",
        Path.GetRelativePath(TestData.File("tests", "Qwen3.Connectors.Tests"), AppContext.BaseDirectory),
        "qwen3.dll");

    public static Process Start(params string[] arguments) => Start(Host, [Program, .. arguments]);

    /// <summary>Runs the command in a shell, where <c>qwen3</c> is a function that calls it.</summary>
    public static Process StartShell(string command) =>
        Start("/bin/sh", ["-c", $"qwen3() {{ \"{Host}\" \"{Program}\" \"$@\"; }}\n{command}"]);

    public static async Task<(int ExitCode, string Error)> WaitAsync(Process process)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            var error = await process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return (process.ExitCode, error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static Process Start(string file, IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo(file, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
