using Microsoft.Win32.SafeHandles;

namespace Qwen3.Connectors.Cli.Output;

/// <summary>Opens the standard streams of the process.</summary>
internal static class StandardStreams
{
    private const int InputDescriptor = 0;
    private const int OutputDescriptor = 1;

    /// <summary>Opens standard input so that <see cref="Stream.CanSeek"/> is false for a pipe and true for a regular file.</summary>
    public static Stream OpenInput() => OperatingSystem.IsWindows() || !Console.IsInputRedirected
        ? Console.OpenStandardInput()
        : new FileStream(new SafeFileHandle(InputDescriptor, ownsHandle: false), FileAccess.Read, bufferSize: 0);

    /// <summary>Opens standard output so that a write to a closed pipe fails, an error that <see cref="Console"/> ignores.</summary>
    public static Stream OpenOutput()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
        {
            return Console.OpenStandardOutput();
        }

        // A FileStream does not move the file position that processes share, so it is used for pipes only.
        var stream = new FileStream(new SafeFileHandle(OutputDescriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }
}
