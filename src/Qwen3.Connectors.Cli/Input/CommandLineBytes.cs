using System.Text.Unicode;

namespace Qwen3.Connectors.Cli.Input;

/// <summary>Finds arguments that are not UTF-8. The runtime replaces their bytes by U+FFFD, which would compute another text.</summary>
internal static class CommandLineBytes
{
    private const string CommandLineFile = "/proc/self/cmdline";

    /// <summary>Returns the position of the first argument that is not UTF-8, from 1; null where all are.</summary>
    public static int? FindInvalidArgument(IReadOnlyList<string> arguments)
    {
        // A replacement character may also be what the user wrote: its bytes tell.
        if (!arguments.Any(argument => argument.Contains('\uFFFD')) || !File.Exists(CommandLineFile))
        {
            return null;
        }

        return FindInvalidArgument(File.ReadAllBytes(CommandLineFile), arguments.Count);
    }

    /// <summary>As above, in the bytes of a command line.</summary>
    /// <param name="commandLine">The host, the program and the arguments, each ended by a zero byte.</param>
    /// <param name="count">The number of arguments.</param>
    public static int? FindInvalidArgument(ReadOnlySpan<byte> commandLine, int count)
    {
        var position = -Math.Max(0, commandLine.Count((byte)0) - count);
        foreach (var part in commandLine.TrimEnd((byte)0).Split((byte)0))
        {
            position++;
            if (position > 0 && !Utf8.IsValid(commandLine[part]))
            {
                return position;
            }
        }

        return null;
    }
}
