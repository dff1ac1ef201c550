namespace Qwen3.Connectors.Cli;

/// <summary>Ends the program with an exit code and a message on standard error. The message contains no text of the user.</summary>
internal sealed class CliException(int exitCode, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public int ExitCode { get; } = exitCode;
}
