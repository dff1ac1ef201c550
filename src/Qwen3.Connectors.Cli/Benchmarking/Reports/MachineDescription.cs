using System.Reflection;
using System.Runtime.InteropServices;

namespace Qwen3.Connectors.Cli.Benchmarking.Reports;

/// <summary>The machine, runtime and version of a measurement.</summary>
internal sealed record MachineDescription
{
    public required string Cpu { get; init; }

    /// <summary>Cores available to the process.</summary>
    public required int Cores { get; init; }

    public required string System { get; init; }

    public required string Runtime { get; init; }

    /// <summary>Version of this library, with the commit if the build knew it.</summary>
    public required string Version { get; init; }

    public static MachineDescription Current { get; } = new()
    {
        Cpu = CpuName(),
        Cores = Environment.ProcessorCount,
        System = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
        Runtime = RuntimeInformation.FrameworkDescription,
        Version = ReadVersion(),
    };

    private static string ReadVersion() =>
        typeof(MachineDescription).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Reads the CPU name from Linux or Windows; elsewhere only the architecture is known.</summary>
    private static string CpuName()
    {
        const string LinuxFile = "/proc/cpuinfo";
        var line = File.Exists(LinuxFile)
            ? File.ReadLines(LinuxFile).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? $"unknown {RuntimeInformation.ProcessArchitecture}";
    }
}
