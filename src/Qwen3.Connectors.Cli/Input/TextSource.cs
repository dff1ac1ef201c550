using System.Runtime.CompilerServices;
using Qwen3.Connectors.Cli.Output;

namespace Qwen3.Connectors.Cli.Input;

/// <summary>Reads the texts of a command from its arguments, a JSON Lines file or standard input.</summary>
internal sealed class TextSource
{
    private readonly string[] _arguments;
    private readonly string? _file;
    private readonly TextReader _input;

    private TextSource(string[] arguments, string? file, TextReader input)
    {
        _arguments = arguments;
        _file = file;
        _input = input;
    }

    public static TextSource Create(string[]? arguments, string? file, TextReader input)
    {
        arguments ??= [];
        return (arguments.Length > 0, file is not null) switch
        {
            (true, true) => throw new CliException(ExitCodes.BadInput, "found both TEXT arguments and --file; give one of them."),
            (false, false) => throw new CliException(ExitCodes.BadInput, "found no texts; give them as arguments or with --file."),
            _ => new TextSource(arguments, file, input),
        };
    }

    public async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var text in _arguments)
        {
            yield return text;
        }

        if (_file is null)
        {
            yield break;
        }

        using var opened = _file == "-" ? null : Open(_file);
        var reader = opened ?? _input;
        for (var number = 1; await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return JsonLine.ReadText(line) ?? throw new CliException(
                    ExitCodes.BadInput,
                    $"{(opened is null ? "standard input" : $"'{_file}'")}, line {number}: expected a JSON string, such as \"some text\".");
            }
        }
    }

    public async IAsyncEnumerable<List<string>> ReadChunksAsync(int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chunk = new List<string>(size);
        await foreach (var text in ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            chunk.Add(text);
            if (chunk.Count == size)
            {
                yield return chunk;
                chunk = new List<string>(size);
            }
        }

        if (chunk.Count > 0)
        {
            yield return chunk;
        }
    }

    public async Task<List<string>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        await foreach (var text in ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            texts.Add(text);
        }

        return texts;
    }

    private static StreamReader Open(string path)
    {
        try
        {
            return File.OpenText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.BadInput, $"the input file '{path}' cannot be read: {exception.Message}", exception);
        }
    }
}
