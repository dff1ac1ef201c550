using System.Diagnostics;

namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>The command in a process of its own, on a store of a test's own.</summary>
internal static class QwenProcess
{
    public static Process Start(StoreFolder folder, FaultyServer server, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "qwen3.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["QWEN3_MODELS"] = folder.Path,
                ["HF_ENDPOINT"] = server.Address.ToString(),
                ["HF_HOME"] = Path.Combine(folder.Path, "hf"),
                ["HF_HUB_CACHE"] = "",
                ["HF_TOKEN"] = "",
                ["QWEN3_OFFLINE"] = "",
                ["HF_HUB_OFFLINE"] = "",
                ["NO_PROXY"] = "*",
            },
        };
        return Process.Start(start)!;
    }

    /// <summary>Waits for the end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> EndAsync(this Process process)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, await output, await error);
    }
}
