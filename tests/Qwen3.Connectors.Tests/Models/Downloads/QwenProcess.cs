using System.Diagnostics;
using Qwen3.Connectors.Tests.Cli;

namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>Runs the command line in a separate process, with the model folder of a test.</summary>
internal static class QwenProcess
{
    public static Process Start(StoreFolder folder, FaultyServer server, params string[] arguments)
    {
        var start = new ProcessStartInfo(CliProcess.Host, [CliProcess.Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["QWEN3_MODELS"] = folder.Path,
                ["HF_ENDPOINT"] = server.Address.ToString(),
                ["HF_HOME"] = Path.Combine(folder.Path, "hf"),
                ["HF_HUB_CACHE"] = "",
                ["HUGGINGFACE_HUB_CACHE"] = "",
                ["HF_TOKEN"] = "",
                ["QWEN3_OFFLINE"] = "",
                ["HF_HUB_OFFLINE"] = "",
                ["NO_PROXY"] = "*",
            },
        };
        return Process.Start(start)!;
    }

    /// <summary>Waits for an event that the process causes, and fails if the process exits first.</summary>
    public static async Task WaitForAsync(this Process process, SemaphoreSlim semaphore)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var signalled = semaphore.WaitAsync(cancellation);
        await Task.WhenAny(signalled, process.WaitForExitAsync(cancellation));
        Assert.True(signalled.IsCompleted, $"The process exited with {(process.HasExited ? process.ExitCode : null)}.");
    }

    /// <summary>Waits until the process has exited.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> EndAsync(this Process process)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, await output, await error);
    }
}
