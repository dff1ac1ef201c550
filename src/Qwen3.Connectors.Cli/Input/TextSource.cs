using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Qwen3.Connectors.Cli.Models;

namespace Qwen3.Connectors.Cli.Input;

/// <summary>Reads the texts of a command from its arguments, a file or standard input.</summary>
internal sealed class TextSource : IDisposable
{
    private const string StandardInput = "standard input";

    private readonly IReadOnlyList<string> _arguments;
    private readonly Stream? _stream;
    private readonly string _name;
    private readonly InputFormat _format;
    private readonly TextWriter _messages;

    private TextSource(IReadOnlyList<string> arguments, Stream? stream, string name, InputFormat format, TextWriter messages)
    {
        _arguments = arguments;
        _stream = stream;
        _name = name;
        _format = format;
        _messages = messages;
    }

    /// <summary>Chooses the source and opens the file. Without arguments and file, redirected standard input is the source.</summary>
    /// <param name="arguments">The TEXT arguments.</param>
    /// <param name="file">The value of <c>--file</c>, or null.</param>
    /// <param name="format">The format of the file or of standard input.</param>
    /// <param name="environment">Provides standard input, and receives messages about lines.</param>
    /// <exception cref="CliException">There is no source, more than one, or the file cannot be opened.</exception>
    public static TextSource Create(IReadOnlyList<string> arguments, string? file, InputFormat format, CliEnvironment environment)
    {
        if (arguments.Count > 0)
        {
            return file is null && format == InputFormat.JsonLines
                ? new(arguments, stream: null, "", format, environment.Error)
                : throw new CliException(
                    ExitCodes.BadInput,
                    $"found texts as arguments and {(file is null ? "--lines" : "--file")}; give only one of them.");
        }

        if (file is null && !environment.IsInputRedirected)
        {
            throw new CliException(ExitCodes.BadInput, "found no texts; give them as arguments, with --file or on standard input.");
        }

        return file is null or "-"
            ? new([], environment.Input, StandardInput, format, environment.Error)
            : new([], OpenFile(UserPath.Expand(file)), $"'{file}'", format, environment.Error);
    }

    /// <summary>Returns the texts in chunks. A chunk of a pipe has the texts that have arrived: results do not wait for more.</summary>
    /// <param name="size">The maximum number of texts in a chunk.</param>
    /// <param name="cancellationToken">Cancels reading, also while no input arrives.</param>
    public IAsyncEnumerable<IReadOnlyList<string>> ReadChunksAsync(int size, CancellationToken cancellationToken) =>
        _stream is null or { CanSeek: true }
            ? ReadFullChunksAsync(size, cancellationToken)
            : ReadArrivedChunksAsync(size, cancellationToken);

    public async Task<List<string>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        await foreach (var chunk in ReadChunksAsync(size: 1024, cancellationToken).ConfigureAwait(false))
        {
            texts.AddRange(chunk);
        }

        return texts;
    }

    /// <summary>Closes the file. Standard input stays open.</summary>
    public void Dispose()
    {
        if (_name != StandardInput)
        {
            _stream?.Dispose();
        }
    }

    /// <summary>Reads arguments and regular files in full chunks, so that the same input gives the same batches.</summary>
    private async IAsyncEnumerable<IReadOnlyList<string>> ReadFullChunksAsync(
        int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chunk = new List<string>();
        await foreach (var text in ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            chunk.Add(text);
            if (chunk.Count == size)
            {
                yield return chunk;
                chunk = [];
            }
        }

        if (chunk.Count > 0)
        {
            yield return chunk;
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<string>> ReadArrivedChunksAsync(
        int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The capacity bounds the memory when texts arrive faster than they are processed.
        var arrived = Channel.CreateBounded<string>(new BoundedChannelOptions(2 * size) { SingleReader = true, SingleWriter = true });

        // Not awaited: a read of a pipe cannot be cancelled, and ends with the process.
        _ = Task.Run(() => PumpAsync(arrived.Writer, cancellationToken), CancellationToken.None);
        while (await arrived.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var chunk = new List<string>();
            while (chunk.Count < size && arrived.Reader.TryRead(out var text))
            {
                chunk.Add(text);
            }

            yield return chunk;
        }
    }

    /// <summary>Texts before a faulty line reach the reader before its exception.</summary>
    private async Task PumpAsync(ChannelWriter<string> writer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var text in ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                await writer.WriteAsync(text, cancellationToken).ConfigureAwait(false);
            }

            writer.Complete();
        }
        catch (Exception exception)
        {
            writer.Complete(exception);
        }
    }

    private async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var text in _arguments)
        {
            yield return text;
        }

        if (_stream is null)
        {
            yield break;
        }

        var lines = new Utf8LineReader(_stream, _name);
        while (await ReadLineAsync(lines, cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (_format == InputFormat.PlainLines)
            {
                yield return line;
            }
            else if (!string.IsNullOrWhiteSpace(line))
            {
                yield return ReadJson(line, lines.LineNumber);
            }
        }
    }

    private string ReadJson(string line, int number)
    {
        var text = JsonText.Read(line, out var hasLoneSurrogate) ?? throw new CliException(
            ExitCodes.BadInput, $"{_name}, line {number}: expected a JSON string, such as \"some text\"; --lines reads plain lines.");
        if (hasLoneSurrogate)
        {
            _messages.WriteLine(
                $"qwen3: {_name}, line {number}: a \\u escape is half of a surrogate pair, which is no character; it was read as U+FFFD.");
        }

        return text;
    }

    private async ValueTask<string?> ReadLineAsync(Utf8LineReader lines, CancellationToken cancellationToken)
    {
        try
        {
            return await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.BadInput, $"{_name} cannot be read: {exception.Message}", exception);
        }
    }

    private static FileStream OpenFile(string path)
    {
        try
        {
            return path.Length > 0
                ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0)
                : throw new CliException(ExitCodes.BadInput, "--file is empty; expected the path of a file, or '-' for standard input.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.BadInput, $"the input file '{path}' cannot be read: {exception.Message}", exception);
        }
    }
}
