namespace Qwen3.Connectors.Cli.Output;

/// <summary>Standard error. A message that can't be written, because the stream is closed or the disk full, is dropped.</summary>
/// <param name="inner">Receives the bytes.</param>
internal sealed class ErrorStream(Stream inner) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The exit code still says what happened.
        }
    }

    public override void Flush()
    {
        // Written at once.
    }
}
