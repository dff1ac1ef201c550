using System.CommandLine;
using Qwen3.Connectors.Cli.Commands;
using Qwen3.Connectors.Cli.Output;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Downloads.Transfer;
using Qwen3.Connectors.Remote;

namespace Qwen3.Connectors.Cli;

/// <summary>Parses the arguments, runs the command and turns exceptions into an exit code and one line on standard error.</summary>
internal sealed class CliApplication(CliEnvironment environment)
{
    private const string Description =
        """
        Embeds and reranks texts with local Qwen3 models in GGUF files.

        A model is a path of a GGUF file or a name that 'qwen3 list' shows. A named model that is not on this machine is downloaded.
        Texts are arguments, or lines of a file (--file) or of standard input: a JSON string per line, or plain text with --lines.
        Put '--' before texts that start with a dash.
        Results are written to standard output as JSON Lines, messages to standard error.
        Exit codes: 0 done, 1 failed, 2 wrong options or input, 3 bad model file, 4 download failed, 130 cancelled.
        """;

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken = default)
    {
        // Response files are disabled because a text may start with '@'.
        var parsed = CreateRoot().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (UsageErrors.Find(parsed, arguments) is { } error)
        {
            return Report(ExitCodes.BadInput, $"{error} See 'qwen3 --help'.");
        }

        var invocation = new InvocationConfiguration
        {
            Output = environment.Output,
            Error = environment.Error,
            EnableDefaultExceptionHandler = false,
        };
        try
        {
            var exitCode = await parsed.InvokeAsync(invocation, cancellationToken).ConfigureAwait(false);
            await environment.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
            return exitCode;
        }
        catch (Exception exception)
        {
            return Report(exception);
        }
    }

    private RootCommand CreateRoot() => new(Description)
    {
        EmbedCommand.Create(environment),
        RerankCommand.Create(environment),
        TokensCommand.Create(environment),
        InfoCommand.Create(environment),
        VerifyCommand.Create(environment),
        DoctorCommand.Create(environment),
        BenchCommand.Create(environment),
        PullCommand.Create(environment),
        ListCommand.Create(environment),
        WhereCommand.Create(environment),
        McpCommand.Create(environment),
    };

    private int Report(Exception exception) => exception switch
    {
        OutputClosedException => ExitCodes.Ok,
        CliException known => Report(known.ExitCode, known.Message),
        ModelDownloadException => Report(ExitCodes.DownloadFailed, exception.Message),
        OperationCanceledException => Report(ExitCodes.Cancelled, "cancelled"),
        InvalidModelException => Report(ExitCodes.BadModel, exception.Message),
        ArgumentException => Report(ExitCodes.BadInput, MessageWithoutParameter(exception)),
        InvalidOutputException or IOException or EngineException or ServerUnavailableException =>
            Report(ExitCodes.Failed, exception.Message),
        _ => Report(ExitCodes.Failed, $"this is a bug in qwen3: {exception.GetType().Name}: {exception.Message}"),
    };

    private int Report(int exitCode, string message)
    {
        environment.Error.WriteLine($"qwen3: {PrintableText.Escape(message.ReplaceLineEndings(" "))}");
        return exitCode;
    }

    /// <summary>Removes the name of a method parameter, which means nothing to a user of the command.</summary>
    public static string MessageWithoutParameter(Exception exception)
    {
        var start = exception.Message.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
        return start < 0 ? exception.Message : exception.Message[..start];
    }
}
