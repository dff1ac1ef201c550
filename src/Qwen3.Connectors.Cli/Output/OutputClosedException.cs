namespace Qwen3.Connectors.Cli.Output;

/// <summary>The reader of standard output has closed the pipe, as <c>head</c> does. The command ends without a message.</summary>
internal sealed class OutputClosedException(Exception innerException)
    : Exception("The pipe of standard output was closed.", innerException);
