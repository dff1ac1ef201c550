using System.Reflection;
using System.Runtime.InteropServices;

namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>What a measurement was made with.</summary>
internal sealed record MachineDescription
{
    public required string Cpu { get; init; }

    /// <summary>Cores that the process may use.</summary>
    public required int Cores { get; init; }

    public required string System { get; init; }

    public required string Runtime { get; init; }

    /// <summary>The version of this engine and, where the build knew it, its commit.</summary>
    public required string Version { get; init; }

    public static MachineDescription Current { get; } = new()
    {
        Cpu = CpuName(),
        Cores = Environment.ProcessorCount,
        System = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
        Runtime = RuntimeInformation.FrameworkDescription,
        Version = typeof(MachineDescription).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
    };

    /// <summary>The name where the system has it in an easy place.</summary>
    private static string CpuName()
    {
        const string LinuxFile = "/proc/cpuinfo";
        var line = File.Exists(LinuxFile) ? File.ReadLines(LinuxFile).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? $"unknown {RuntimeInformation.ProcessArchitecture}";
    }
}
