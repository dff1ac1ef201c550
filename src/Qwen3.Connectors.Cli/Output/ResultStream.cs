namespace Qwen3.Connectors.Cli.Output;

/// <summary>Standard output. Turns a failed write into the exception that ends the command, and then discards everything else.</summary>
/// <param name="inner">Receives the bytes.</param>
internal sealed class ResultStream(Stream inner) : WriteOnlyStream
{
    private const int BrokenPipe = 32;
    private bool _hasFailed;

    /// <exception cref="OutputClosedException">The reader of the pipe has closed it.</exception>
    /// <exception cref="CliException">The bytes could not be written for another reason, such as a full disk.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_hasFailed)
        {
            return;
        }

        try
        {
            inner.Write(buffer);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _hasFailed = true;
            throw exception.HResult == BrokenPipe
                ? new OutputClosedException(exception)
                : new CliException(ExitCodes.Failed, $"standard output cannot be written: {exception.Message}", exception);
        }
    }

    public override void Flush() => inner.Flush();
}
