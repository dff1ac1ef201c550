using System.Diagnostics;
using System.Globalization;

namespace Qwen3.Connectors.Benchmarks.LocalStore;

/// <summary>Starts this program as another process.</summary>
internal static class StoreProcess
{
    public static Process Start(string command, string path, params ReadOnlySpan<double> numbers)
    {
        List<string> arguments = [typeof(StoreProcess).Assembly.Location, "local-store", command, path];
        foreach (var number in numbers)
        {
            arguments.Add(number.ToString(CultureInfo.InvariantCulture));
        }

        return Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    /// <summary>Waits for the end of a process that must succeed.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> EndAsync(Process process, CancellationToken cancellationToken)
    {
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"A process ended with {process.ExitCode}: {await error.ConfigureAwait(false)}");
    }
}
