using System.Text;

namespace Qwen3.Connectors.Cli.Input;

/// <summary>Reads lines of UTF-8 text from a stream as they arrive. Bytes that are not UTF-8 are an error, never replaced.</summary>
/// <param name="stream">The bytes. A line ends with LF or CR LF; a byte order mark at the start is skipped.</param>
/// <param name="name">The name of the stream in messages.</param>
/// <param name="maxLineBytes">The maximum length of a line, so that a stream without line ends cannot fill the memory.</param>
internal sealed class Utf8LineReader(Stream stream, string name, int maxLineBytes = Utf8LineReader.DefaultMaxLineBytes)
{
    public const int DefaultMaxLineBytes = 1 << 26;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _scanned;
    private int _end;
    private bool _isAtEnd;

    /// <summary>The number of the last line that was read; the first line is 1.</summary>
    public int LineNumber { get; private set; }

    /// <summary>Reads the next line.</summary>
    /// <returns>The line without its end, or null at the end of the stream.</returns>
    /// <exception cref="CliException">The line is not UTF-8 or too long; the message names it.</exception>
    public async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var lineEnd = _scanned + length;
                return Take(lineEnd, next: lineEnd + 1);
            }

            _scanned = _end;
            if (_isAtEnd)
            {
                return _start == _end ? null : Take(_end, next: _end);
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private string Take(int lineEnd, int next)
    {
        LineNumber++;
        var line = _buffer.AsSpan(_start, lineEnd - _start);
        (_start, _scanned) = (next, next);
        if (line.Length > maxLineBytes)
        {
            throw TooLong();
        }

        if (LineNumber == 1)
        {
            ThrowIfUtf16(line);
            line = line.StartsWith(Encoding.UTF8.Preamble) ? line[Encoding.UTF8.Preamble.Length..] : line;
        }

        line = line.EndsWith("\r"u8) ? line[..^1] : line;
        try
        {
            return s_strict.GetString(line);
        }
        catch (DecoderFallbackException exception)
        {
            throw new CliException(
                ExitCodes.BadInput,
                $"{name}, line {LineNumber}: byte {exception.Index + 1} of the line is not valid UTF-8. Convert the input to UTF-8.",
                exception);
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_end - _start > maxLineBytes)
        {
            LineNumber++;
            throw TooLong();
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _scanned, _end) = (0, _scanned - _start, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += count;
        _isAtEnd = count == 0;
    }

    private void ThrowIfUtf16(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith(Encoding.Unicode.Preamble) || line.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            throw new CliException(ExitCodes.BadInput, $"{name}, line 1: found the byte order mark of UTF-16. Convert the input to UTF-8.");
        }
    }

    private CliException TooLong() => new(
        ExitCodes.BadInput,
        $"{name}, line {LineNumber}: the line is longer than {maxLineBytes} bytes; expected one text per line.");
}
