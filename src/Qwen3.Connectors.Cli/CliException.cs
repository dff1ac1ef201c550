namespace Qwen3.Connectors.Cli;

/// <summary>Ends the program with an exit code and one line on standard error. The message holds no text of the user's.</summary>
internal sealed class CliException(int exitCode, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public int ExitCode { get; } = exitCode;
}
